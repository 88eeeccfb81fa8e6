<?php
session_start(['name' => 'app_session', 'cookie_httponly' => true, 'cookie_samesite' => 'Lax',
    'cookie_secure' => str_starts_with('{{app_url}}', 'https:')]);

function base64url(string $bytes): string {
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function call(string $url, array $headers, ?array $form = null): array {
    $answer = file_get_contents($url, false, stream_context_create(['http' => [
        'method' => $form ? 'POST' : 'GET',
        'header' => [...$headers, ...($form ? ['Content-Type: application/x-www-form-urlencoded'] : [])],
        'content' => $form ? http_build_query($form) : '',
    ]]));
    return $answer === false ? exit('Frontdesk did not answer.') : json_decode($answer, true);
}

function go(string $url, array $query = []): never {
    header('Location: ' . $url . ($query ? '?' . http_build_query($query) : ''));
    exit;
}

switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/':
        $user = $_SESSION['user'] ?? null;
        if (!$user) {
            exit('<a href="/login">Sign in</a>');
        }
        $groups = implode(', ', $user['groups'] ?? []);
        echo '<p>', htmlspecialchars("$user[name], $user[email], groups: $groups"), '</p> <a href="/logout">Sign out</a>';
        break;

    case '/login':
        $_SESSION['verifier'] = base64url(random_bytes(32));
        $_SESSION['state'] = base64url(random_bytes(16));
        go('{{issuer}}/oauth2/authorize', [
            'response_type' => 'code',
            'client_id' => '{{client_id}}',
            'redirect_uri' => '{{redirect_uri}}',
            'scope' => '{{scopes}}',
            'state' => $_SESSION['state'],
            'code_challenge' => base64url(hash('sha256', $_SESSION['verifier'], true)),
            'code_challenge_method' => 'S256',
        ]);

    case '{{redirect_path}}':
        if (!hash_equals($_SESSION['state'] ?? '', $_GET['state'] ?? '') || !isset($_GET['code'])) {
            exit('No sign-in: ' . htmlspecialchars($_GET['error_description'] ?? 'begin again.'));
        }
        $tokens = call('{{issuer}}/oauth2/token', [{{basic}}], [
            'grant_type' => 'authorization_code',
            'code' => $_GET['code'],
            'redirect_uri' => '{{redirect_uri}}',
            'code_verifier' => $_SESSION['verifier'],{{credentials}}
        ]);
        $user = call('{{issuer}}/oauth2/userinfo', ["Authorization: Bearer $tokens[access_token]"]);
        session_regenerate_id(true);
        $_SESSION = ['user' => $user, 'id_token' => $tokens['id_token']];
        go('/');

    case '/logout':
        $idToken = $_SESSION['id_token'] ?? '';
        session_destroy();
        go('{{issuer}}/logout', [
            'client_id' => '{{client_id}}',
            'id_token_hint' => $idToken,
            'post_logout_redirect_uri' => '{{app_url}}/',
        ]);

    default:
        http_response_code(404);
}
