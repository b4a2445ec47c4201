<?php
// Creates the site in the folder that the first argument names, and prints its accounts and articles as KEY='value' lines.
// Only WordPress's own functions are used, so that what stands there is what a site of flesh and blood would hold.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'SERVER_NAME' => '127.0.0.1', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
ob_start();
if (!is_blog_installed()) {
    wp_install('Corner Bakery', 'admin', 'admin@example.test', true, '', getenv('SITE_ADMIN_PASSWORD'));
}
ob_end_clean();
foreach ([
    'timezone_string' => 'Europe/Prague',          // the site's local time is not UTC, on purpose
    'default_comment_status' => 'open',
    'comment_moderation' => '0',
    'comment_previously_approved' => '0',          // a new visitor's comment shows at once,
    'moderation_keys' => "casino\nviagra",         // unless it holds one of these words,
    'disallowed_keys' => 'buy followers',          // or goes to the trash at once for these
    'thread_comments_depth' => '5',
    'template' => 'twentytwentythree', 'stylesheet' => 'twentytwentythree',
] as $name => $value) update_option($name, $value);
$GLOBALS['wp_rewrite']->set_permalink_structure('/%year%/%monthnum%/%postname%/');
delete_option('rewrite_rules');                    // made anew by the first request

function account(string $login, string $name, string $role): array {
    $known = get_user_by('login', $login);
    $id = $known ? $known->ID : wp_insert_user(['user_login' => $login, 'user_pass' => wp_generate_password(16, false),
        'user_email' => "$login@example.test", 'display_name' => $name, 'role' => $role]);
    if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message() . "\n"); exit(1); }
    [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'PageWatch ' . wp_generate_password(6, false)]);
    return [$id, $password];
}

$lines = [];
foreach ([['editor', 'Corner Bakery', 'editor'], ['author', 'Night Shift', 'author'], ['member', 'Plain Member', 'subscriber']] as [$login, $name, $role]) {
    [$id, $password] = account($login, $name, $role);
    $key = 'WP_' . strtoupper($login);
    $lines += ["{$key}_ID" => $id, "{$key}_USER" => $login, "{$key}_APP_PASSWORD" => $password];
}
foreach ([
    'new-sourdough' => ['Our new sourdough is here', 'Baked at four every morning. What do you think of it?', 'open'],
    'closed-thread' => ['An old post', 'Comments are closed here.', 'closed'],
] as $slug => [$title, $body, $open]) {
    $known = get_page_by_path($slug, OBJECT, 'post');
    $lines['WP_POST_' . strtoupper(strtr($slug, '-', '_')) . '_ID'] = $known ? $known->ID : wp_insert_post(['post_title' => $title, 'post_name' => $slug,
        'post_content' => "<!-- wp:paragraph --><p>$body</p><!-- /wp:paragraph -->", 'post_status' => 'publish',
        'post_author' => $lines['WP_EDITOR_ID'], 'comment_status' => $open]);
}
$lines += ['WP_ADMIN_USER' => 'admin', 'WP_ADMIN_PASSWORD' => getenv('SITE_ADMIN_PASSWORD'), 'WP_VERSION' => get_bloginfo('version')];
foreach ($lines as $key => $value) printf("%s='%s'\n", $key, $value);
