#!/bin/sh
set -eu
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
field() { printf %s "$answer" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# 1. PKCE: a secret made for this sign-in; only its hash goes through the browser.
verifier=$(openssl rand 32 | base64url)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64url)
state=$(openssl rand 16 | base64url)

# 2. The browser: sign in, allow.
scope=$(echo '{{scopes}}' | sed 's/ /%20/g')
echo "Open this in a browser:"
echo "{{issuer}}/oauth2/authorize?response_type=code&client_id={{client_id}}&redirect_uri="'{{redirect_uri}}'"&scope=$scope&state=$state&code_challenge=$challenge&code_challenge_method=S256"
echo "Paste the address you land on (a page that does not open is fine), within a minute:"
read -r landed
case "$landed" in *"state=$state"*) ;; *) echo "That is not the answer to this sign-in."; exit 1 ;; esac
code=$(printf %s "$landed" | sed 's/.*[?&]code=\([^&]*\).*/\1/')

# 3. Tokens for the code.
answer=$(curl -sS --fail-with-body {{client_auth}} -d grant_type=authorization_code -d "code=$code" \
  --data-urlencode 'redirect_uri={{redirect_uri}}' -d "code_verifier=$verifier" {{issuer}}/oauth2/token)
echo "Tokens: $answer"
id_token=$(field id_token)

# 4. Who is it?
echo "Userinfo: $(curl -sS --fail-with-body -H "Authorization: Bearer $(field access_token)" {{issuer}}/oauth2/userinfo)"

# 5. New tokens. Each refresh token works once: the answer brings the next one.
answer=$(curl -sS --fail-with-body {{client_auth}} -d grant_type=refresh_token -d "refresh_token=$(field refresh_token)" \
  {{issuer}}/oauth2/token)
echo "Refreshed: $answer"

# 6. Sign out: the tokens end here, the browser's session at this address.
curl -sS --fail-with-body -o /dev/null {{client_auth}} -d "token=$(field refresh_token)" {{issuer}}/oauth2/revoke
echo "To sign out, open:"
echo "{{issuer}}/logout?id_token_hint=$id_token&post_logout_redirect_uri={{app_url}}/"
