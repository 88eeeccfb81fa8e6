// oidc-provider (npm) as a peer of the benchmark: the same clients, and as many tokens as it is told, in its memory.
//
//   node oidc-provider.mjs '{"clients":[…],"tokens":1000,"out":"tokens.json"}'
//
// Prints `listening http://127.0.0.1:PORT` once the tokens are in the file, and exits when stdin closes.

import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

for (const name of ['debug', 'info', 'log', 'warn']) console[name] = () => {};
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

const require = createRequire(`${process.cwd()}/`);
const { default: Provider } = await import(require.resolve('oidc-provider'));
const { clients, tokens, out } = JSON.parse(process.argv[2]);

const server = createServer();
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const issuer = `http://127.0.0.1:${server.address().port}`;

const key = (type, options, rest) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), use: 'sig', ...rest,
});

// A map without an end: its own adapter for development forgets beyond a thousand entries.
const store = new Map();
const grants = new Map();
class Memory {
  constructor(model) { this.model = model; }

  key(id) { return `${this.model}:${id}`; }

  async upsert(id, payload) {
    store.set(this.key(id), payload);
    if (payload.grantId && this.model !== 'Grant') {
      const held = grants.get(payload.grantId);
      if (held) held.push(this.key(id)); else grants.set(payload.grantId, [this.key(id)]);
    }
  }

  async find(id) { return store.get(this.key(id)); }

  async findByUid() { return undefined; }

  async findByUserCode() { return undefined; }

  async consume(id) { store.get(this.key(id)).consumed = Math.floor(Date.now() / 1000); }

  async destroy(id) { store.delete(this.key(id)); }

  async revokeByGrantId(grantId) { (grants.get(grantId) ?? []).forEach((held) => store.delete(held)); }
}

const DAY = 24 * 3600;
const provider = new Provider(issuer, {
  adapter: Memory,
  clients,
  jwks: {
    keys: [
      key('rsa', { modulusLength: 2048 }, { alg: 'RS256', kid: 'rsa' }),
      key('ec', { namedCurve: 'P-256' }, { alg: 'ES256', kid: 'ec' }),
    ],
  },
  cookies: { keys: ['a key of the benchmark'] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, sub) => ({
    accountId: sub,
    claims: () => ({
      sub, email: `${sub}@example.com`, email_verified: true, name: `User ${sub}`, given_name: 'User', family_name: sub,
    }),
  }),
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  pkce: { required: () => false },
  ttl: { AccessToken: DAY, ClientCredentials: 3600, AuthorizationCode: DAY, IdToken: 3600, RefreshToken: DAY, Grant: DAY, Session: DAY },
});

// Tokens as the provider makes them: a grant with an access and a refresh token, or a code.
async function grantOf(client, account, scope) {
  const grant = new provider.Grant({ accountId: account, clientId: client.clientId });
  grant.addOIDCScope(scope);
  return grant.save();
}

const made = { access: [], refresh: {}, code: {} };
for (const name of ['web-rs256', 'web-es256', 'web-plain']) {
  const client = await provider.Client.find(name);
  const scope = name === 'web-plain' ? 'email offline_access' : 'openid profile email offline_access';
  made.refresh[name] = [];
  made.code[name] = [];
  for (let number = 0; number < tokens / 5; number += 1) {
    const account = `u${number}`;
    const grantId = await grantOf(client, account, scope);
    const held = { accountId: account, client, grantId, gty: 'authorization_code', scope, claims: {}, expiresWithSession: false };
    made.refresh[name].push(await new provider.RefreshToken({ ...held, rotations: 0, iiat: Math.floor(Date.now() / 1000) }).save());
    made.code[name].push(await new provider.AuthorizationCode({ ...held, redirectUri: 'https://app.example.com/cb' }).save());
  }
}
const client = await provider.Client.find('web-rs256');
const scope = 'openid profile email offline_access';
for (let number = 0; number < tokens; number += 1) {
  const account = `u${number % 10000}`;
  const grantId = await grantOf(client, account, scope);
  const token = new provider.AccessToken({ accountId: account, client, grantId, gty: 'authorization_code', scope, claims: {}, expiresWithSession: false });
  made.access.push(await token.save());
}
writeFileSync(out, JSON.stringify(made));
server.on('request', provider.callback());
process.stdout.write(`listening ${issuer}\n`);
