// Walks through an OpenID provider with openid-client (npm), as it is.
//
//   node openid-client.mjs '{"issuer":"http://127.0.0.1:8000","walk":"public","client":{…},"approve":"http://…/"}'
//
// `walk`     one of the names at the end of this file
// `client`   client_id, redirect_uri, and what the walk needs of: client_secret, jwk (a private ES256 JWK with its kid),
//            scope, resource (one or several), audience, post_logout_redirect_uri, initial_access_token, metadata (to
//            register), token_endpoint_auth_method (else it is what the library does by itself: client_secret_post with
//            a secret, none without)
// `approve`  plays the browser. Answers GET ?url=… with the address on which it ended, and on a second line the body
//            that was posted to it, if it was; answers GET ?user_code=…&verification_uri=… when that is done.
//
// Prints one line of JSON: what was got, and in `seen` each request with its status. On an error, prints its causes to
// stderr and exits with 1. openid-client is found from the working directory.
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const lib = await import(require.resolve('openid-client'));
const { issuer, walk, client, approve } = JSON.parse(process.argv[2]);
const seen = [];

// ID tokens and signed answers are checked against the provider's keys, which the library leaves out by default.
const options = {
  execute: [lib.allowInsecureRequests, lib.enableNonRepudiationChecks],
  [lib.customFetch]: async (url, init) => {
    const response = await fetch(url, init);
    seen.push(`${init.method} ${new URL(url).pathname} ${response.status}`);
    return response;
  },
};

const signingKey = async () => ({
  key: await crypto.subtle.importKey('jwk', client.jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']),
  kid: client.jwk.kid,
});
const authentication = async (method = client.token_endpoint_auth_method) => {
  switch (method) {
    case undefined: return undefined;
    case 'none': return lib.None();
    case 'client_secret_basic': return lib.ClientSecretBasic(client.client_secret);
    case 'client_secret_post': return lib.ClientSecretPost(client.client_secret);
    case 'client_secret_jwt': return lib.ClientSecretJwt(client.client_secret);
    case 'private_key_jwt': return lib.PrivateKeyJwt(await signingKey());
    default: throw new Error(`no such method: ${method}`);
  }
};
const discover = async (method) =>
  lib.discovery(new URL(issuer), client.client_id, client.client_secret, await authentication(method), options);

// The browser.
const ask = async (params) => {
  const url = new URL(approve);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  const response = await fetch(url);
  const text = (await response.text()).trim();
  if (!response.ok) throw new Error(`approve answered ${response.status}: ${text}`);
  return text;
};
const arrive = async (address) => {
  const [url, body] = (await ask({ url: address.href })).split('\n');
  return body === undefined ? new URL(url) : new Request(url, {
    method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
};

// Parameters of which one may be given several times.
const form = (object) => Object.entries(object).flatMap(([name, value]) =>
  value === undefined ? [] : [value].flat().map((one) => [name, one]));

const ways = {
  plain: (config, params) => lib.buildAuthorizationUrl(config, params),
  signed: async (config, params) => lib.buildAuthorizationUrlWithJAR(config, params, await signingKey()),
  pushed: (config, params, proof) => lib.buildAuthorizationUrlWithPAR(config, params, proof),
  // A signed request object is pushed as it would have been sent.
  signed_pushed: async (config, params, proof) =>
    lib.buildAuthorizationUrlWithPAR(config, (await ways.signed(config, params)).searchParams, proof),
};

// The code flow, to the end of the exchange.
const signIn = async (config, { way = 'plain', params = {}, token = {}, DPoP } = {}) => {
  const verifier = lib.randomPKCECodeVerifier();
  const [state, nonce] = [lib.randomState(), lib.randomNonce()];
  const address = await ways[way](config, new URLSearchParams(form({
    redirect_uri: client.redirect_uri,
    scope: client.scope ?? 'openid email profile',
    code_challenge: await lib.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...params,
  })), { DPoP });
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  return lib.authorizationCodeGrant(config, await arrive(address), checks, new URLSearchParams(form(token)), { DPoP });
};

// To be given a refresh token.
const offline = { scope: client.scope ?? 'openid email profile offline_access', prompt: 'consent' };

// The payload of a token, if it is a JWT.
const payload = (token) => token.split('.').length === 3
  ? JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) : undefined;

const shown = (tokens) => ({
  token_type: tokens.token_type,
  expires_in: tokens.expires_in,
  scope: tokens.scope,
  issued_token_type: tokens.issued_token_type,
  claims: tokens.claims(),
  access_token: tokens.access_token,
  access_token_claims: payload(tokens.access_token),
  refresh_token: tokens.refresh_token,
});
const userinfo = (config, tokens, proof) =>
  lib.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, proof);
const refreshed = async (config, tokens, params = {}, proof = undefined) => {
  const again = await lib.refreshTokenGrant(config, tokens.refresh_token, new URLSearchParams(form(params)), proof);
  return [again, { ...shown(again), new_refresh_token: again.refresh_token !== tokens.refresh_token }];
};

const codeFlow = (method, more) => async () => {
  const config = await discover(method);
  const tokens = await signIn(config, more);
  return { ...shown(tokens), userinfo: await userinfo(config, tokens) };
};
// Every token is bound to the key of a proof. Each time the key is taken up anew, as after a restart, the provider's
// nonce is not known yet: it has to be asked for, and what was sent is sent once more.
const boundFlow = async (method, way, bind) => {
  const config = await discover(method);
  const pair = await lib.randomDPoPKeyPair();
  const proof = () => ({ DPoP: lib.getDPoPHandle(config, pair) });
  const first = proof();
  const jkt = await first.DPoP.calculateThumbprint();
  const tokens = await signIn(config, { way, ...first, params: { ...offline, ...(bind && { dpop_jkt: jkt }) } });
  const info = await userinfo(config, tokens, first);
  const [again, got] = await refreshed(config, tokens, {}, proof());
  const info_again = await lib.fetchUserInfo(config, again.access_token, info.sub, proof());
  return { jkt, ...shown(tokens), userinfo: info, refreshed: got, userinfo_again: info_again };
};

const walks = {
  public: codeFlow('none'),
  basic: codeFlow('client_secret_basic'),
  post: codeFlow('client_secret_post'),
  private_key_jwt: codeFlow('private_key_jwt'),
  client_secret_jwt: codeFlow('client_secret_jwt'),
  dpop: () => boundFlow('none', 'plain', true),
  par: codeFlow(undefined, { way: 'pushed' }),
  jar: codeFlow(undefined, { way: 'signed' }),
  par_jar_dpop: () => boundFlow('private_key_jwt', 'signed_pushed', false),
  userinfo: codeFlow(),
  form_post: codeFlow(undefined, { params: { response_mode: 'form_post' } }),

  device: async () => {
    const config = await discover();
    const started = await lib.initiateDeviceAuthorization(config, { scope: client.scope ?? 'openid email profile' });
    const { user_code, verification_uri, verification_uri_complete, expires_in, interval } = started;
    await ask({ user_code, verification_uri });
    const tokens = await lib.pollDeviceAuthorizationGrant(config, started);
    const device = { user_code, verification_uri, verification_uri_complete, expires_in, interval };
    return { device, ...shown(tokens), userinfo: await userinfo(config, tokens) };
  },

  client_credentials: async () => {
    const params = form({ scope: client.scope, resource: client.resource });
    return shown(await lib.clientCredentialsGrant(await discover(), new URLSearchParams(params)));
  },

  refresh: async () => {
    const config = await discover();
    const tokens = await signIn(config, { params: offline });
    const [again, got] = await refreshed(config, tokens);
    const info = await lib.fetchUserInfo(config, again.access_token, tokens.claims().sub);
    return { ...shown(tokens), refreshed: got, userinfo: info };
  },

  revoke_introspect: async () => {
    const config = await discover();
    const { access_token, refresh_token } = await signIn(config, { params: offline });
    const look = async () => ({
      access_token: await lib.tokenIntrospection(config, access_token),
      refresh_token: await lib.tokenIntrospection(config, refresh_token, { token_type_hint: 'refresh_token' }),
    });
    const before = await look();
    await lib.tokenRevocation(config, access_token, { token_type_hint: 'access_token' });
    const between = await look();
    await lib.tokenRevocation(config, refresh_token);
    await lib.tokenRevocation(config, 'no such token');
    return { before, between, after: await look() };
  },

  dynamic_registration: async () => {
    const metadata = { client_name: 'Registered', redirect_uris: [client.redirect_uri], ...client.metadata };
    const method = {
      none: lib.None, client_secret_basic: lib.ClientSecretBasic, client_secret_post: lib.ClientSecretPost,
    }[metadata.token_endpoint_auth_method];
    const { initial_access_token: initialAccessToken } = client;
    const config = await lib.dynamicClientRegistration(
      new URL(issuer), metadata, method?.(), { initialAccessToken, ...options },
    );
    const tokens = await signIn(config);
    return { registered: config.clientMetadata(), ...shown(tokens), userinfo: await userinfo(config, tokens) };
  },

  logout: async () => {
    const config = await discover();
    const tokens = await signIn(config);
    const state = lib.randomState();
    const { post_logout_redirect_uri } = client;
    const end = lib.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri, state });
    const ended = await arrive(end);
    return { ...shown(tokens), ended: ended.href, state_came_back: ended.searchParams.get('state') === state };
  },

  token_exchange: async () => {
    const config = await discover();
    const { access_token } = await signIn(config);
    const tokens = await lib.genericGrantRequest(
      config,
      'urn:ietf:params:oauth:grant-type:token-exchange',
      new URLSearchParams(form({
        subject_token: access_token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: client.audience,
        resource: client.resource,
      })),
    );
    return shown(tokens);
  },

  // All the resources at the authorization, and one of them for each token.
  resource: async () => {
    const config = await discover();
    const [first, ...rest] = [client.resource].flat();
    const params = { ...offline, resource: client.resource };
    const tokens = await signIn(config, { params, token: { resource: first } });
    const [, got] = await refreshed(config, tokens, { resource: rest[0] ?? first });
    return { ...shown(tokens), refreshed: got };
  },
};

// An error with what caused it: another error, the body of an answer, its challenges, or an answer that did not fit.
const causes = async (cause) => {
  if (cause === undefined) return [];
  if (cause instanceof Response) {
    return [`${cause.status} ${cause.url} ${cause.bodyUsed ? '' : await cause.text()}`];
  }
  if (cause instanceof Error) {
    const code = cause.code ? ` (${cause.code})` : '';
    return [`${cause.name}: ${cause.message}${code}`, ...await causes(cause.cause)];
  }
  return [cause instanceof URLSearchParams ? cause.toString() : JSON.stringify(cause)];
};

try {
  const got = await walks[walk]();
  console.log(JSON.stringify({ walk, ...got, seen }));
} catch (error) {
  console.error([walk, ...await causes(error), `seen: ${seen.join(', ')}`].join('\n  '));
  process.exitCode = 1;
}
