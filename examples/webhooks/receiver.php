<?php
// The response unless everything below succeeds.
http_response_code(500);
// While a secret is being replaced: both, with a space between them.
$secrets = getenv('FLOWLIX_WEBHOOK_SECRET');
if (!$secrets) {
    exit('FLOWLIX_WEBHOOK_SECRET is not set');
}
$shop = new PDO('sqlite:shop.db', options: [PDO::ATTR_TIMEOUT => 5]);
$shop->exec("
    create table if not exists orders (payment_id text primary key,
        amount integer, currency text, status text default 'open');
    create table if not exists inbox (event_id text primary key,
        payment_id text, is_done integer default 0)");

// Also run `php receiver.php` every minute.
if (PHP_SAPI === 'cli') {
    work($shop);
    exit;
}

$body = file_get_contents('php://input');
if (!isSigned($body, explode(' ', $secrets))) {
    http_response_code(400);
    exit('no signature matches');
}
$event = json_decode($body, true);
if (isset($event['data']['payment'])) {
    $remember = $shop->prepare('insert into inbox (event_id, payment_id)
        values (?, ?) on conflict do nothing');
    $remember->execute([$event['id'], $event['data']['payment']['id']]);
}
http_response_code(204);
if (function_exists('fastcgi_finish_request')) {
    fastcgi_finish_request();
}
work($shop);

function isSigned(string $body, array $secrets): bool
{
    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    $given = explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '');
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    foreach ($secrets as $secret) {
        $key = base64_decode(substr($secret, strlen('whsec_')));
        $hmac = hash_hmac('sha256', "$id.$timestamp.$body", $key, true);
        foreach ($given as $signature) {
            if (hash_equals('v1,' . base64_encode($hmac), $signature)) {
                return true;
            }
        }
    }
    return false;
}

/** Acts on what is in the inbox. Failed events are tried again later. */
function work(PDO $shop): void
{
    $waiting = $shop->query('select * from inbox where is_done = 0');
    foreach ($waiting->fetchAll() as $row) {
        $payment = retrieve($row['payment_id']);
        if ($payment === null) {
            continue;
        }
        fulfill($shop, $payment);
        $shop->prepare('update inbox set is_done = 1 where event_id = ?')
            ->execute([$row['event_id']]);
    }
}

/** The event says what was; the payment says what is. */
function retrieve(string $id): ?array
{
    $call = curl_init(getenv('FLOWLIX_URL') . "/v1/payments/$id");
    $key = getenv('FLOWLIX_KEY');
    curl_setopt_array($call, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_FAILONERROR => true,
        CURLOPT_TIMEOUT => 30,
        CURLOPT_HTTPHEADER => ["Authorization: Bearer $key"],
    ]);
    $text = curl_exec($call);
    return $text === false ? null : json_decode($text, true);
}

/** Changes an order from open to paid, and only once. */
function fulfill(PDO $shop, array $payment): void
{
    if ($payment['status'] !== 'succeeded') {
        return;
    }
    $pay = $shop->prepare("update orders set status = 'paid'
        where payment_id = ? and amount = ? and currency = ?
        and status = 'open'");
    $pay->execute([$payment['id'], $payment['amount'], $payment['currency']]);
    if ($pay->rowCount() === 1) {
        error_log("deliver the order of {$payment['id']}");
    }
}
