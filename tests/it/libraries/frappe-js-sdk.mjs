// Walks through frappe-js-sdk (npm) against a site, as it is.
//
//   BASE_URL=… EMAIL=… PASSWORD=… API_KEY=… API_SECRET=… node frappe-js-sdk.mjs
//
// EMAIL is a System Manager; API_KEY and API_SECRET are theirs. Node has no cookie jar, so the session part keeps the
// cookies as a browser would (an interceptor of the SDK's own axios). What is asserted is what a Frappe 15 site does,
// but for what tests/it/frappe_wire/differences.rs lists. One line per check; exit 1 if any failed.
import { createRequire } from 'node:module';
import { isDeepStrictEqual as same } from 'node:util';

const require = createRequire(process.cwd() + '/');
const { FrappeApp } = require('frappe-js-sdk');
const need = (name) => process.env[name] ?? (console.error(`${name} is not set`), process.exit(2));
const [BASE, EMAIL, PASSWORD, KEY, SECRET] =
  ['BASE_URL', 'EMAIL', 'PASSWORD', 'API_KEY', 'API_SECRET'].map(need);
const url = BASE.replace(/\/$/, '');
const TAG = Date.now().toString(36);

let failures = 0;
let wire = '';
const show = (value, length = 400) => {
  const text = value instanceof Error ? `${value.name}: ${value.message}` : JSON.stringify(value);
  return String(text).slice(0, length);
};
const watch = (app) => {
  const note = (response) => {
    if (!response) return;
    const { method, url: path, params, data } = response.config;
    const asked = params ? ` ${params instanceof URLSearchParams ? params : show(params, 160)}` : '';
    wire = `${method.toUpperCase()} ${path}${asked} ${typeof data === 'string' ? data.slice(0, 200) : ''} -> ` +
      `${response.status} ${show(response.data, 260)}`;
  };
  app.axios.interceptors.response.use(
    (response) => (note(response), response),
    (error) => (note(error.response), Promise.reject(error)),
  );
  return app;
};
class Got extends Error {}
const want = (holds, got) => { if (!holds) throw new Got(show(got, 1200)); };
const equal = (got, expected) => want(same(got, expected), got);
const check = async (name, run) => {
  wire = '';
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    failures += 1;
    const got = error instanceof Got ? error.message : show(error, 500);
    console.log(`FAIL ${name}: got ${got} | ${wire || 'no exchange'}`);
  }
};
// The SDK throws { …the body, httpStatus, httpStatusText, message, exception }.
const throws = async (run, fits = () => true) => {
  let got;
  try {
    got = await run();
  } catch (error) {
    want(error.httpStatus >= 400 && error.httpStatus !== 405 && fits(error), error);
    return;
  }
  throw new Got(`${show(got)} and no error`);
};

const app = watch(new FrappeApp(url, { useToken: true, token: () => `${KEY}:${SECRET}`, type: 'token' }));
const [auth, db, call, file] = [app.auth(), app.db(), app.call(), app.file()];
let role = `JS Role ${TAG}`;
let user = `js-${TAG}@example.com`;
const title = `JS App ${TAG}`;
let client, limit;
const made = [];

// auth

await check('auth.getLoggedInUser', async () => equal(await auth.getLoggedInUser(), EMAIL));
await check('auth.getLoggedInUser-guest', () =>
  throws(() => watch(new FrappeApp(url)).auth().getLoggedInUser(), (e) => [401, 403].includes(e.httpStatus)));

const browser = () => {
  const app = watch(new FrappeApp(url));
  const jar = new Map();
  app.axios.interceptors.request.use((config) => {
    if (jar.size) config.headers.Cookie = [...jar].map(([k, v]) => `${k}=${v}`).join('; ');
    return config;
  });
  const keep = (response) => {
    for (const line of response?.headers?.['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0/i.test(line) || value === '') jar.delete(name);
      else jar.set(name, value);
    }
  };
  app.axios.interceptors.response.use((r) => (keep(r), r), (e) => (keep(e.response), Promise.reject(e)));
  return app;
};
const session = browser();
await check('auth.loginWithUsernamePassword', async () => {
  const got = await session.auth().loginWithUsernamePassword({ username: EMAIL, password: PASSWORD });
  want(got.message === 'Logged In' && got.home_page && got.full_name, got);
});
await check('auth.loginWithUsernamePassword-wrong', () =>
  throws(() => browser().auth().loginWithUsernamePassword({ username: EMAIL, password: `${PASSWORD}x` }),
    (e) => e.httpStatus === 401 && e.message === 'Invalid login credentials' && e.exception));
await check('auth.session.getLoggedInUser', async () => equal(await session.auth().getLoggedInUser(), EMAIL));
await check('auth.session.createDoc-without-csrf-token', async () => {
  const name = `${role} session`;
  const got = await session.db().createDoc('Role', { role_name: name });
  made.push(['Role', name]);
  equal(got.name, name);
});
await check('auth.logout', async () => {
  equal(await session.auth().logout(), undefined);
  await throws(() => session.auth().getLoggedInUser());
});
// A site without an outgoing email account refuses; either way the answer is JSON.
await check('auth.forgetPassword', async () => {
  try {
    equal(await auth.forgetPassword(`nobody-${TAG}@example.com`), undefined);
  } catch (error) {
    want(typeof error.exc_type === 'string' || error.httpStatus === 404 && error.message === 'not found', error);
  }
});

// db: documents

await check('db.createDoc.Role', async () => {
  const got = await db.createDoc('Role', { role_name: role });
  want(got.name === role && got.desk_access === 1 && got.doctype === 'Role' && got.docstatus === 0, got);
});
await check('db.createDoc.User', async () => {
  const got = await db.createDoc('User', {
    email: user, first_name: 'Jo', last_name: 'Script', send_welcome_email: 0, roles: [{ role }],
  });
  want(got.name === user && got.full_name === 'Jo Script' && got.roles[0].role === role, got);
});
await check('db.createDoc.User-with-fields-of-frappe', async () => {
  const email = `more-${user}`;
  const got = await db.createDoc('User', {
    name: email, email, first_name: 'More', username: `u${TAG}`, language: 'en', time_zone: 'Europe/Berlin',
    send_welcome_email: 0, user_type: 'System User', owner: 'Administrator', __islocal: 1,
  });
  made.push(['User', email]);
  want(got.name === email, got);
});
await check('db.createDoc.OAuth Client', async () => {
  const got = await db.createDoc('OAuth Client', {
    app_name: title, scopes: 'all openid', redirect_uris: 'http://127.0.0.1:9/cb',
    default_redirect_uri: 'http://127.0.0.1:9/cb', grant_type: 'Authorization Code', response_type: 'Code',
  });
  client = got.name;
  made.push(['OAuth Client', client]);
  want(got.client_id === client && got.client_secret, got);
});
await check('db.createDoc.User Permission', async () => {
  const got = await db.createDoc('User Permission', {
    user, allow: 'OAuth Client', for_value: client, apply_to_all_doctypes: 1,
  });
  limit = got.name;
  made.unshift(['User Permission', limit]);
  want(got.for_value === client, got);
});
await check('db.createDoc.duplicate', () => throws(() => db.createDoc('Role', { role_name: role }),
  (e) => e.httpStatus === 409 && /DuplicateEntryError/.test(e.exception) && e._server_messages));
await check('db.createDoc.error-has-exc', () => throws(() => db.createDoc('Role', {}), (e) => e.exc && e.exception));
await check('db.getDoc', async () => {
  const got = await db.getDoc('User', user);
  want(got.name === user && got.roles[0].role === role && got.roles[0].doctype === 'Has Role', got);
});
await check('db.getDoc.missing', () => throws(() => db.getDoc('User', 'nobody@example.com'),
  (e) => e.httpStatus === 404 && e.exception === 'DoesNotExistError'));
await check('db.updateDoc', async () => {
  const got = await db.updateDoc('User', user, { last_name: 'Scripter' });
  want(got.full_name === 'Jo Scripter', got);
});
await check('db.updateDoc.whole-document', async () => {
  const doc = await db.getDoc('User', user);
  const got = await db.updateDoc('User', user, { ...doc, first_name: 'Joe' });
  want(got.first_name === 'Joe' && got.roles.length === 1, got);
});
await check('db.updateDoc.stale', async () => {
  const doc = await db.getDoc('Role', role);
  await db.updateDoc('Role', role, { disabled: 1 });
  await db.updateDoc('Role', role, { disabled: 0 });
  await throws(() => db.updateDoc('Role', role, doc), (e) => e.exc_type === 'TimestampMismatchError');
});

// db: lists

const mine = [['name', '=', user]];
const list = (name, expected, args, doctype = 'User') =>
  check(`db.getDocList.${name}`, async () => equal(await db.getDocList(doctype, args), expected));
await check('db.getDocList.default', async () => want((await db.getDocList('User')).length > 0, []));
await list('fields-filters', [{ name: user, enabled: 1 }], { fields: ['name', 'enabled'], filters: mine });
await list('filters-of-four', [{ name: user }], { fields: ['name'], filters: [['User', 'name', '=', user]] });
await list('or-filters', [{ name: user }], { fields: ['name'], orFilters: mine });
await list('order', [{ name: user }], { fields: ['name'], filters: mine, orderBy: { field: 'creation', order: 'desc' } });
await list('limit', [], { fields: ['name'], filters: mine, limit: 5, limit_start: 1 });
await list('as-list', [[user, 1]], { fields: ['name', 'enabled'], filters: mine, asDict: false });
await list('group-by', [{ enabled: 1, n: 1 }],
  { fields: ['enabled', 'count(name) as n'], filters: mine, groupBy: 'enabled' });
await list('child-field', [{ name: user, role }], { fields: ['name', 'roles.role'], filters: mine });
await list('child-table', [{ name: user, role }], { fields: ['name', '`tabHas Role`.role'], filters: mine });
await list('link-field', [{ for_value: client, full_name: 'Joe Scripter' }],
  { fields: ['for_value', 'user.full_name'], filters: [['user', '=', user]] }, 'User Permission');
await list('filter-child', [{ name: user }], { fields: ['name'], filters: [['Has Role', 'role', '=', role]] });
await list('docstatus', [{ name: user, docstatus: 0, idx: 0 }],
  { fields: ['name', 'docstatus', 'idx'], filters: [...mine, ['docstatus', '!=', 2]] });
await check('db.getDocList.unknown-field', () =>
  throws(() => db.getDocList('User', { fields: ['nope'] }), (e) => e.httpStatus < 500));
await check('db.getLastDoc', async () => want((await db.getLastDoc('User')).doctype === 'User', 'other'));
await check('db.getLastDoc.filters', async () => equal((await db.getLastDoc('User', { filters: mine })).name, user));
await check('db.getLastDoc.none', async () =>
  equal(await db.getLastDoc('User', { filters: [['name', '=', 'nobody']] }), {}));
await check('db.getCount', async () => want((await db.getCount('User')) >= 1, 'none'));
await check('db.getCount.filters', async () => equal(await db.getCount('User', mine), 1));
await check('db.getCount.debug', async () => equal(await db.getCount('User', mine, true), 1));

// db: values

const value = (name, expected, ...args) => check(`db.getValue.${name}`, async () => {
  const { message } = await db.getValue(...args);
  equal(message, expected);
});
await value('one', { first_name: 'Joe' }, 'User', 'first_name', mine);
await value('several', { first_name: 'Joe', enabled: 1 }, 'User', ['first_name', 'enabled'], mine);
await value('no-fieldname', { name: user }, 'User', undefined, mine);
await value('none', {}, 'User', 'name', [['name', '=', 'nobody']]);
await check('db.getValue.not-as-dict', async () => {
  const { message } = await db.getValue('User', ['first_name', 'enabled'], mine, false);
  equal(message, ['Joe', 1]);
});
await check('db.getValue.no-filters', async () => want((await db.getValue('User', 'name')).message?.name, 'none'));
await check('db.getValue.single', async () =>
  want((await db.getValue('System Settings', 'app_name')).message?.app_name, 'none'));
await check('db.getSingleValue', async () => {
  const { message } = await db.getSingleValue('System Settings', 'app_name');
  want(typeof message === 'string' && message, message);
});
await check('db.setValue.one', async () => {
  const { message } = await db.setValue('User', user, 'last_name', 'Set');
  want(message.last_name === 'Set' && message.doctype === 'User', message);
});
await check('db.setValue.object', async () => {
  const { message } = await db.setValue('User', user, { first_name: 'Jill', last_name: 'Sett' });
  want(message.full_name === 'Jill Sett', message);
});
await check('db.setValue.empty', async () => {
  const { message } = await db.setValue('User', user, 'last_name', '');
  want(!message.last_name, message);
});
await check('db.setValue.undefined', async () => {
  const { message } = await db.setValue('User', user, 'location', undefined);
  want(message.name === user && !message.location, message);
});
await check('db.setValue.zero', async () => {
  const { message } = await db.setValue('Role', role, 'desk_access', 0);
  want(message.desk_access === 0, message);
});
await check('db.setValue.standard-field', () => throws(() => db.setValue('User', user, 'owner', 'x'),
  (e) => e.httpStatus === 417));

// db: the rest

await check('db.renameDoc', async () => {
  const { message } = await db.renameDoc('Role', role, `${role} renamed`);
  equal(message, `${role} renamed`);
  role = message;
  equal((await db.getDoc('User', user)).roles[0].role, role);
});
await check('db.renameDoc.not-allowed', () => throws(() => db.renameDoc('OAuth Client', client, 'other'),
  (e) => e.httpStatus === 417 && /not allowed to be renamed/.test(e._server_messages)));
await check('db.submit', () => throws(() => db.submit({ doctype: 'Role', name: role }), (e) => e.exc_type));
await check('db.cancel', () => throws(() => db.cancel('Role', role), (e) => e.exc_type));

// call

await check('call.get.ping', async () => equal(await call.get('ping'), { message: 'pong' }));
await check('call.get.get_list', async () => equal(
  (await call.get('frappe.client.get_list', { doctype: 'User', fields: ['name'], filters: mine, limit_page_length: 1 })).message,
  [{ name: user }]));
await check('call.post.get_value-as-value', async () => equal(
  (await call.post('frappe.client.get_value',
    { doctype: 'User', fieldname: 'first_name', filters: { name: user }, as_dict: false })).message, 'Jill'));
await check('call.post.get_value-as-list', async () => equal(
  (await call.post('frappe.client.get_value',
    { doctype: 'User', fieldname: ['first_name', 'enabled'], filters: user, as_dict: false })).message, ['Jill', 1]));
await check('call.post.get_list', async () => equal(
  (await call.post('frappe.client.get_list', { doctype: 'User', fields: ['name'], filters: { name: user } })).message,
  [{ name: user }]));
await check('call.post.insert', async () => {
  const role_name = `${role} call`;
  made.push(['Role', role_name]);
  const { message } = await call.post('frappe.client.insert', { doc: { doctype: 'Role', role_name } });
  equal(message.name, role_name);
});
await check('call.post.insert_many', async () => {
  const names = [1, 2].map((n) => `${role} many ${n}`);
  made.push(...names.map((name) => ['Role', name]));
  const docs = names.map((role_name) => ({ doctype: 'Role', role_name }));
  equal((await call.post('frappe.client.insert_many', { docs })).message, names);
});
await check('call.post.bulk_update', async () => {
  const docs = JSON.stringify([{ doctype: 'Role', docname: role, desk_access: 1 }]);
  equal((await call.post('frappe.client.bulk_update', { docs })).message, { failed_docs: [] });
});
await check('call.put.set_value', async () => {
  const { message } = await call.put('frappe.client.set_value',
    { doctype: 'User', name: user, fieldname: 'last_name', value: 'Put' });
  equal(message.last_name, 'Put');
});
await check('call.put.save', async () => {
  const doc = await db.getDoc('User', user);
  const { message } = await call.put('frappe.client.save', { doc: { ...doc, first_name: 'Jane' } });
  equal(message.first_name, 'Jane');
});
await check('call.get.has_permission', async () => equal(
  (await call.get('frappe.client.has_permission', { doctype: 'User', docname: user })).message,
  { has_permission: true }));
await check('call.get.get_doc_permissions', async () => {
  const { message } = await call.get('frappe.client.get_doc_permissions', { doctype: 'User', docname: user });
  want(message.permissions?.read === 1 && message.permissions?.delete === 1, message);
});
await check('call.get.validate_link', async () => equal(
  (await call.get('frappe.client.validate_link', { doctype: 'User', docname: user, fields: ['enabled'] })).message,
  { name: user, enabled: 1 }));
await check('call.delete', async () => {
  const name = `${role} gone`;
  await db.createDoc('Role', { role_name: name });
  made.push(['Role', name]);
  equal(await call.delete('frappe.client.delete', { doctype: 'Role', name }), {});
  await throws(() => db.getDoc('Role', name), (e) => e.httpStatus === 404);
});
await check('call.post.unknown', () => throws(() => call.post('nope.nope'), (e) => e.httpStatus === 417));

// file: there are no files here, so it has to fail in Frappe's way

await check('file.uploadFile.unknown-record', () => throws(() => file.uploadFile(
  new File(['x'], 'x.exe', { type: 'application/octet-stream' }),
  { doctype: 'No Such Type', docname: 'x' }), (e) => e.exc_type));

// and away

const gone = (doctype, name) => check(`db.deleteDoc.${doctype}`, async () => {
  equal(await db.deleteDoc(doctype, name), { data: 'ok' });
  await throws(() => db.getDoc(doctype, name), (e) => e.httpStatus === 404);
});
await gone('User Permission', limit);
await gone('OAuth Client', client);
await gone('User', user);
await gone('Role', role);
await check('db.deleteDoc.missing', () => throws(() => db.deleteDoc('Role', `nope ${TAG}`), (e) => e.httpStatus === 404));
for (const [doctype, name] of made) await db.deleteDoc(doctype, name).catch(() => {});

console.log(`${failures} failed`);
process.exit(failures ? 1 : 0);
