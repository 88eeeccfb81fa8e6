// The OAuth client of the MCP TypeScript SDK, as it is, against an authorization server.
//
//   node mcp.mjs '{"issuer":"http://127.0.0.1:8000","sdk":"v1","resource":"http://127.0.0.1:9/mcp","approve":"http://…/"}'
//
// `sdk`       v1 is @modelcontextprotocol/sdk, v2 is @modelcontextprotocol/client
// `port`      the port of the MCP server that it plays; its address is what the site has recorded as a resource
// `scopes`    what that server says that it needs
// `client`    a client that is registered beforehand; without it `document` (its id is that address) or registration
// `approve`   plays the browser: answers GET ?url=… with the address on which it ended
//
// Prints one line of JSON: tokens, the client, and each request with its status.
import http from 'node:http';
import { createRequire } from 'node:module';

const given = JSON.parse(process.argv[2]);
const require = createRequire(process.cwd() + '/');
const name = given.sdk === 'v2' ? '@modelcontextprotocol/client' : '@modelcontextprotocol/sdk/client/auth.js';
const { auth, extractWWWAuthenticateParams } = await import(require.resolve(name));
const redirect = 'http://127.0.0.1:33418/callback';

// A protected MCP server: 401 with the address of its metadata, and that (RFC 9728).
const base = `http://127.0.0.1:${given.port}`;
const metadata = '/.well-known/oauth-protected-resource/mcp';
const challenge = `Bearer resource_metadata="${base}${metadata}", scope="${given.scopes}"`;
const server = http.createServer((request, response) => {
  if (request.url !== metadata) return response.writeHead(401, { 'www-authenticate': challenge }).end();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ resource: `${base}/mcp`, authorization_servers: [given.issuer] }));
});
await new Promise((done) => server.listen(given.port, '127.0.0.1', done));

const seen = [];
const fetchFn = async (url, init = {}) => {
  const response = await fetch(url, init);
  seen.push(`${init.method ?? 'GET'} ${new URL(url).pathname} ${response.status}`);
  return response;
};
const kept = { client: given.client && { ...given.client, issuer: given.issuer } };
const provider = {
  redirectUrl: redirect,
  clientMetadata: {
    client_name: 'Assistant', redirect_uris: [redirect], grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'], token_endpoint_auth_method: 'none',
  },
  ...(given.document && { clientMetadataUrl: given.document }),
  state: () => (kept.state = 'state-' + Math.random()),
  clientInformation: () => kept.client, saveClientInformation: (value) => { kept.client = value; },
  tokens: () => kept.tokens, saveTokens: (value) => { kept.tokens = value; },
  codeVerifier: () => kept.verifier, saveCodeVerifier: (value) => { kept.verifier = value; },
  discoveryState: () => kept.discovery, saveDiscoveryState: (value) => { kept.discovery = value; },
  redirectToAuthorization: (url) => { kept.address = url; },
};

const expect = (got, wanted) => { if (got !== wanted) throw new Error(`${got}, not ${wanted}`); };
try {
  const asked = extractWWWAuthenticateParams(await fetch(`${base}/mcp`, { method: 'POST' }));
  const options = {
    serverUrl: `${base}/mcp`, fetchFn, scope: asked.scope, resourceMetadataUrl: asked.resourceMetadataUrl,
  };
  expect(await auth(provider, options), 'REDIRECT');
  const approve = new URL(given.approve);
  approve.searchParams.set('url', kept.address.href);
  const back = new URL((await (await fetch(approve)).text()).trim());
  expect(back.searchParams.get('error'), null);
  expect(back.searchParams.get('state'), kept.state);
  const answer = { authorizationCode: back.searchParams.get('code'), iss: back.searchParams.get('iss') };
  expect(await auth(provider, { ...options, ...answer }), 'AUTHORIZED');
  const first = kept.tokens;
  // Once more takes the refresh token.
  expect(await auth(provider, options), 'AUTHORIZED');
  console.log(JSON.stringify({ client: kept.client, tokens: first, renewed: kept.tokens, seen }));
} catch (error) {
  console.error(error, seen);
  process.exitCode = 1;
} finally {
  server.close();
  server.closeAllConnections();
}
