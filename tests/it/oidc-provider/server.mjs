// A third party's OpenID provider (npm: oidc-provider) for Frontdesk's tests.
//
//   node server.mjs '{"clients":[…],"rotate":true,"accessTokenTtl":600,"accounts":{}}'
//
// `clients`   oidc-provider client metadata objects
// `rotate`    whether each refresh issues a new refresh token (default true)
// `accessTokenTtl`  seconds an access token lives (default 3600)
// `accounts`  optional claims by account id, laid over the made-up ones
//
// Listens on a free port of 127.0.0.1, prints the one line
// `listening http://127.0.0.1:PORT` (this is the issuer), and exits when stdin
// closes. Keeps everything in memory. GET /_counts and GET /_last tell what
// reached it.

import nodeCrypto, { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { createServer } from 'node:http';
import { register } from 'node:module';

// stdout carries only the `listening` line. The library's notes about its
// development defaults say nothing here; anything else goes to stderr.
for (const name of ['debug', 'info', 'log', 'warn']) {
  console[name] = (...args) => {
    if (!String(args[0]).includes('oidc-provider ')) console.error(...args);
  };
}

// The library wants Node 22, and Node 20 runs it as it is. What Node 18 lacks
// is put in here; `crypto.hash` also needs the library's `import * as crypto`
// turned into the default import, the only one that can be added to.
globalThis.crypto ??= webcrypto;
URL.parse ??= (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};
if (!nodeCrypto.hash) {
  nodeCrypto.hash = (algorithm, data, encoding = 'hex') => {
    const digest = nodeCrypto.createHash(algorithm).update(data).digest();
    return encoding === 'buffer' ? digest : digest.toString(encoding);
  };
  const hook = `export async function load(url, context, next) {
    const loaded = await next(url, context);
    if (url.includes('/oidc-provider/lib/')) {
      loaded.source = loaded.source.toString()
        .replace("import * as crypto from 'node:crypto'", "import crypto from 'node:crypto'");
    }
    return loaded;
  }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

// Never outlive the test.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('close', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

const {
  clients = [],
  rotate = true,
  accessTokenTtl = 3600,
  accounts = {},
} = JSON.parse(process.argv[2] ?? '{}');

const { default: Provider } = await import('oidc-provider');

const server = createServer();
await new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
});
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;

const YEAR = 365 * 24 * 3600;

const key = (type, options, rest) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  use: 'sig',
  ...rest,
});

const provider = new Provider(issuer, {
  clients,
  // One machine, one clock: a token is dead when its time is up, not 15 s later.
  clockTolerance: 0,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  cookies: {
    keys: [randomBytes(32).toString('base64url')],
    // A browser sends a host's cookies to all its ports: keep those of two
    // providers, and of Frontdesk, apart.
    names: {
      session: `op_session_${port}`,
      interaction: `op_interaction_${port}`,
      resume: `op_resume_${port}`,
    },
  },
  jwks: {
    keys: [
      key('rsa', { modulusLength: 2048 }, { alg: 'RS256', kid: 'rsa' }),
      key('ec', { namedCurve: 'P-256' }, { alg: 'ES256', kid: 'ec' }),
    ],
  },
  // Leaves out the library's `dispatcher`, which refuses loopback addresses:
  // a client's jwks_uri is on loopback here.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  pkce: { required: () => true },
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name'],
  },
  findAccount: (ctx, sub) => ({
    accountId: sub,
    claims: () => ({
      email: `${sub}@upstream.test`,
      email_verified: true,
      name: sub,
      ...(Object.hasOwn(accounts, sub) ? accounts[sub] : {}),
      sub,
    }),
  }),
  issueRefreshToken: (ctx, client, source) => client.grantTypeAllowed('refresh_token')
    && source.scopes.has('offline_access'),
  rotateRefreshToken: rotate,
  ttl: {
    AccessToken: accessTokenTtl,
    ClientCredentials: accessTokenTtl,
    AuthorizationCode: 60,
    IdToken: 3600,
    Interaction: 3600,
    Grant: YEAR,
    RefreshToken: YEAR,
    Session: YEAR,
  },
});

provider.on('server_error', (ctx, error) => console.error(error));

const counts = {
  authorization_code: 0,
  refresh_token: 0,
  client_credentials: 0,
  revocation: 0,
  userinfo: 0,
};
let last = null;

const TOKEN = provider.pathFor('token');
const REVOCATION = provider.pathFor('revocation');
const USERINFO = provider.pathFor('userinfo');

provider.use(async (ctx, next) => {
  if (ctx.path === '/_counts') {
    ctx.body = counts;
    return;
  }
  if (ctx.path === '/_last') {
    ctx.type = 'json';
    ctx.body = JSON.stringify(last);
    return;
  }

  const { method, path } = ctx;
  if (method === 'POST' && path === REVOCATION) counts.revocation += 1;
  if (['GET', 'POST'].includes(method) && path === USERINFO) counts.userinfo += 1;

  try {
    await next();
  } finally {
    // The library reads the body; the answer has not left yet.
    if (method === 'POST' && path === TOKEN) {
      const body = ctx.oidc.body ?? {};
      const headers = {};
      for (const name of ['authorization', 'content-type', 'accept', 'user-agent']) {
        if (ctx.headers[name] !== undefined) headers[name] = ctx.headers[name];
      }
      last = { headers, body };
      if (Object.hasOwn(counts, body.grant_type)
        && !['revocation', 'userinfo'].includes(body.grant_type)) {
        counts[body.grant_type] += 1;
      }
    }
  }

  // The pages ask for a web font from the internet.
  if (typeof ctx.body === 'string' && ctx.response.is('html')) {
    ctx.body = ctx.body.replace(/@import url\(https:\/\/fonts\.[^)]*\);/g, '');
  }
});

server.on('request', provider.callback());
process.stdout.write(`listening ${issuer}\n`);
