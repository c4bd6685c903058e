-- The current schema, for reading. Written by "npm run schema" from the migrations; no program reads it.
-- Each start fills currencies, card_brands and decline_codes from the program's own lists.

create table api_keys (
  id text not null primary key check (length(id) between 1 and 64),
  merchant_id text not null references merchants (id),
  mode text not null check (mode in ('test', 'live')),
  hash text not null unique check (length(hash) = 64),
  last4 text not null check (length(last4) = 4),
  created_at_ms integer not null check (created_at_ms >= 0),
  -- Null: never.
  expires_at_ms integer check (expires_at_ms >= 0),
  revoked_at_ms integer check (revoked_at_ms >= 0),
  -- To the hour.
  last_used_at_ms integer check (last_used_at_ms >= 0)
) strict;

create index api_keys_of_merchant on api_keys (merchant_id, created_at_ms, id);

create trigger api_keys_are_fixed before update of
  id, merchant_id, mode, hash, last4, created_at_ms, expires_at_ms
on api_keys
begin
  select raise(abort, 'an API key never changes');
end;

create trigger api_keys_revocation_is_final before update on api_keys
when old.revoked_at_ms is not null and new.revoked_at_ms is not old.revoked_at_ms
begin
  select raise(abort, 'a revocation is final');
end;

create trigger api_keys_stay before delete on api_keys
begin
  select raise(abort, 'API keys are revoked, not deleted');
end;

create table attempts (
  payment_id text not null references payments (id),
  number integer not null check (number between 1 and 100),
  reference text not null unique check (length(reference) between 1 and 64),
  -- What each attempt keeps of its acquirer, whatever the settings are later.
  acquirer text not null check (length(acquirer) between 1 and 64),
  account text check (length(account) between 1 and 255),
  must_prepare integer not null check (must_prepare in (0, 1)),
  handle text check (length(handle) between 1 and 255),
  state text not null check (
    state in (
      'sending', 'challenged', 'unknown', 'reversing', 'approved', 'declined', 'not_sent', 'reversed', 'paying_back',
      'paid_back', 'set_aside'
    )
  ),
  decided_at_ms integer check (decided_at_ms >= 0),
  decision_payment_waits integer check (decision_payment_waits in (0, 1)),
  decision_decline_code text references decline_codes (code),
  card_brand text references card_brands (code),
  card_last4 text not null check (length(card_last4) = 4 and card_last4 not glob '*[^0-9]*'),
  card_exp_month integer check (card_exp_month between 1 and 12),
  card_exp_year integer check (card_exp_year between 1000 and 9999),
  card_country text check (length(card_country) = 2),
  card_network text check (length(card_network) between 1 and 64),
  decline_code text references decline_codes (code),
  retry text check (retry is null or retry in ('never', 'later')),
  acquirer_transaction_id text check (length(acquirer_transaction_id) <= 255),
  challenge_url text check (length(challenge_url) <= 4096),
  challenge_fields text check (length(challenge_fields) <= 32768),
  method_url text check (length(method_url) <= 4096),
  method_data text check (length(method_data) <= 4096),
  method_completion text check (method_completion in ('Y', 'N', 'U')),
  challenge_expires_at_ms integer check (challenge_expires_at_ms >= 0),
  returned_fields text check (length(returned_fields) <= 32768),
  returns integer not null check (returns between 0 and 10),
  inquiries integer not null check (inquiries >= 0),
  not_found_count integer not null check (not_found_count >= 0),
  next_at_ms integer check (next_at_ms >= 0),
  started_at_ms integer not null check (started_at_ms >= 0),
  settled_at_ms integer check (settled_at_ms >= 0),
  pay_back_decided_at_ms integer check (pay_back_decided_at_ms >= 0),
  primary key (payment_id, number),
  check ((decided_at_ms is null) = (decision_payment_waits is null)),
  check ((decided_at_ms is null) = (decision_decline_code is null)),
  check (
    (state is not 'reversing' and state is not 'paying_back' and state is not 'paid_back') or decided_at_ms is not null
  ),
  check (retry is null or decline_code is not null),
  check (state is not 'paying_back' or pay_back_decided_at_ms is not null),
  check (challenge_fields is null or challenge_url is not null),
  check ((method_url is null) = (method_data is null)),
  check (returned_fields is null or returns > 0),
  check (method_completion is null or method_url is not null),
  check (state is not 'approved' or (decided_at_ms is null and acquirer_transaction_id is not null))
) strict, without rowid;

create index attempts_approved on attempts (acquirer, account, started_at_ms)
-- The sandbox is never asked whether it is the right one.
where state = 'approved' and acquirer <> 'sandbox';

create unique index attempts_one_blocking on attempts (payment_id)
where state in ('sending', 'challenged', 'unknown', 'reversing', 'approved', 'set_aside');

create index attempts_unsettled on attempts (state, started_at_ms)
-- For monitoring. Most attempts never come here: they go from sending to settled.
where settled_at_ms is null and state <> 'sending' and state <> 'challenged';

create trigger attempts_approval_while_open before update of state on attempts
when new.state = 'approved' and old.state <> 'approved'
  and (select ending from payments where id = new.payment_id) is not null
begin
  select raise(abort, 'an ended payment has no new approval');
end;

create trigger attempts_are_fixed before update of
  payment_id, number, reference, acquirer, account, must_prepare, card_brand, card_last4, card_exp_month,
  card_exp_year, card_network, started_at_ms
on attempts
begin
  select raise(abort, 'the terms of an attempt never change');
end;

create trigger attempts_decision_is_final before update on attempts
when old.decided_at_ms is not null and (
  new.decided_at_ms is not old.decided_at_ms or new.decision_payment_waits is not old.decision_payment_waits
  or new.decision_decline_code is not old.decision_decline_code
)
begin
  select raise(abort, 'a decision is final');
end;

create trigger attempts_handle_is_final before update on attempts
when old.handle is not null and new.handle is not old.handle
begin
  select raise(abort, 'the handle of an attempt never changes');
end;

create trigger attempts_method_ends_once before update of method_completion on attempts
when old.method_completion is not null and new.method_completion is not old.method_completion
begin
  select raise(abort, 'the 3-D Secure method ends once');
end;

create trigger attempts_settled_is_final before update of state on attempts
when new.state <> old.state and (
  old.state in ('approved', 'declined', 'not_sent', 'paid_back')
  -- Where a reversal does not stop a late request, its money may have been settled before the reversal was repeated.
  or (old.state = 'reversed' and new.state <> 'paying_back')
)
begin
  select raise(abort, 'a settled attempt never changes its state');
end;

create trigger attempts_start_while_open
-- After and not before: a write that turns out to be an update must not come here.
after insert on attempts
when (select ending from payments where id = new.payment_id) is not null
begin
  select raise(abort, 'an ended payment has no new attempt');
end;

create trigger attempts_stay before delete on attempts
begin
  select raise(abort, 'attempts are never deleted');
end;

create table card_brands (
  code text not null primary key check (length(code) between 1 and 64)
) strict, without rowid;

create table clock (
  only_row integer not null primary key check (only_row = 1),
  boot_id text not null check (length(boot_id) between 1 and 64),
  -- JSON; at most sixteen stretches.
  stretches text not null check (length(stretches) <= 4000)
) strict;

create table currencies (
  -- Like the next two: values that grow with the program, to which each start adds the ones that are missing.
  code text not null primary key check (length(code) = 3)
) strict, without rowid;

create table decline_codes (
  code text not null primary key check (length(code) between 1 and 64)
) strict, without rowid;

create table events (
  payment_number integer not null references payments (number),
  -- The payment's version that the event led to, and the event's place among those of one save, from 0.
  version integer not null check (version >= 1),
  position integer not null check (position >= 0),
  -- JSON, as it was hashed.
  body text not null check (length(body) <= 200000),
  -- SHA-256 over the payment's previous hash and the body.
  hash text not null check (length(hash) = 64),
  primary key (payment_number, version, position)
) strict;

create trigger events_are_never_changed before update on events
begin
  select raise(abort, 'events are append-only');
end;

create trigger events_are_never_removed before delete on events
begin
  select raise(abort, 'events are append-only');
end;

create table idempotency_records (
  key_id text not null check (length(key_id) between 1 and 64),
  key text not null check (length(key) between 1 and 255),
  fingerprint text not null check (length(fingerprint) between 1 and 64),
  response_status integer not null check (response_status between 200 and 299),
  -- The largest response, with a hundred refunds, has about 200,000 characters.
  response_body text not null check (length(response_body) <= 500000),
  created_at_ms integer not null check (created_at_ms >= 0),
  primary key (key_id, key)
) strict;

create index idempotency_records_oldest on idempotency_records (created_at_ms);

create table installation (
  -- One row: which installation this database belongs to. Its references at the acquirer begin with the id.
  only_row integer not null primary key check (only_row = 1),
  id text not null check (length(id) = 8 and id not glob '*[^0-9a-hjkmnp-tv-z]*'),
  kind text not null check (kind in ('sandbox', 'production')),
  created_at_ms integer not null check (created_at_ms >= 0)
) strict;

create trigger installation_is_fixed before update on installation
begin
  select raise(abort, 'an installation never changes');
end;

create trigger installation_stays before delete on installation
begin
  select raise(abort, 'an installation is never removed');
end;

create table installation_secrets (
  name text not null primary key check (length(name) between 1 and 64),
  value text not null check (length(value) = 64)
) strict;

create trigger installation_secrets_are_fixed before update on installation_secrets
begin
  select raise(abort, 'an installation secret never changes');
end;

create table merchants (
  id text not null primary key check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 255),
  legal_name text check (length(legal_name) between 1 and 255),
  address_line text check (length(address_line) between 1 and 255),
  city text check (length(city) between 1 and 255),
  country text check (country glob '[A-Z][A-Z]'),
  support_email text check (length(support_email) between 1 and 254),
  support_phone text check (length(support_phone) between 1 and 32),
  support_url text check (length(support_url) between 1 and 2048),
  terms_url text check (length(terms_url) between 1 and 2048),
  privacy_url text check (length(privacy_url) between 1 and 2048),
  refund_policy_url text check (length(refund_policy_url) between 1 and 2048),
  statement_descriptor text check (length(statement_descriptor) between 1 and 22),
  accent_color text check (
    length(accent_color) = 7 and accent_color glob '#*' and substr(accent_color, 2) not glob '*[^0-9a-f]*'
  ),
  -- Null, here and below: the usual look.
  corner_style text check (length(corner_style) between 1 and 16),
  color_scheme text check (length(color_scheme) between 1 and 16),
  powered_by integer check (powered_by in (0, 1)),
  default_locale text check (length(default_locale) between 2 and 35),
  session_extension integer check (session_extension in (0, 1)),
  -- Separated by commas; null: all.
  accepted_brands text check (length(accepted_brands) between 1 and 255),
  local_networks text check (length(local_networks) between 1 and 255),
  -- Null: off.
  billing_address text check (billing_address is null or billing_address in ('off', 'required')),
  -- Null: the installation's setting.
  attempts_max integer check (attempts_max between 1 and 5),
  result_page text check (result_page is null or result_page in ('failures', 'none', 'all')),
  -- Null: the installation's first acquirer, and the account of its credentials.
  test_acquirer text check (length(test_acquirer) between 1 and 64),
  test_account text check (length(test_account) between 1 and 255),
  live_acquirer text check (length(live_acquirer) between 1 and 64),
  live_account text check (length(live_account) between 1 and 255),
  created_at_ms integer not null check (created_at_ms >= 0),
  logo_hash text check (length(logo_hash) = 32 and logo_hash not glob '*[^0-9a-f]*'),
  logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
  logo_width integer check (logo_width between 1 and 1000),
  logo_height integer check (logo_height between 1 and 1000),
  -- Last, so that reading the other columns never reads it.
  logo blob check (length(logo) between 1 and 64000),
  check ((logo_hash is null) = (logo is null)),
  check ((logo_hash is null) = (logo_type is null)),
  check ((logo_hash is null) = (logo_width is null)),
  check ((logo_hash is null) = (logo_height is null)),
  check (test_acquirer is not null or test_account is null),
  check (live_acquirer is not null or live_account is null)
) strict;

create index merchants_by_logo on merchants (logo_hash) where logo_hash is not null;

create trigger merchants_are_the_same before update of id, created_at_ms on merchants
begin
  select raise(abort, 'a merchant keeps its id');
end;

create trigger merchants_stay before delete on merchants
begin
  select raise(abort, 'merchants are never deleted');
end;

create table moves (
  -- One row once a move to another engine has begun: from then on nothing may change here, so that it can be finished.
  only_row integer not null primary key check (only_row = 1),
  id text not null check (length(id) = 32),
  -- The database that takes this one's place, as messages name it.
  target text not null check (length(target) between 1 and 1000),
  began_at_ms integer not null check (began_at_ms >= 0),
  finished_at_ms integer check (finished_at_ms >= 0)
) strict;

create table payments (
  -- SQLite's own key: as short as a key can be, and each new one goes to the end of every index that begins with it.
  number integer not null primary key,
  id text not null unique check (length(id) between 1 and 64),
  merchant_id text not null references merchants (id),
  mode text not null check (mode in ('test', 'live')),
  kind text not null check (kind in ('hosted', 'direct')),
  amount_minor integer not null check (amount_minor between 1 and 999999999999),
  currency text not null references currencies (code),
  -- A language tag. Null: the page's choice.
  locale text check (length(locale) between 2 and 35),
  attempts_max integer not null check (attempts_max between 1 and 100),
  extensions_max integer not null check (extensions_max between 0 and 100),
  created_at_ms integer not null check (created_at_ms >= 0),
  expires_at_ms integer not null check (expires_at_ms >= created_at_ms),
  card_brand text references card_brands (code),
  card_last4 text check (length(card_last4) = 4 and card_last4 not glob '*[^0-9]*'),
  card_exp_month integer check (card_exp_month between 1 and 12),
  card_exp_year integer check (card_exp_year between 1000 and 9999),
  card_country text check (length(card_country) = 2),
  card_network text check (length(card_network) between 1 and 64),
  ending text check (ending is null or ending in ('succeeded', 'failed', 'expired', 'canceled')),
  ended_at_ms integer check (ended_at_ms >= 0),
  ending_decline_code text references decline_codes (code),
  extensions integer not null check (extensions between 0 and extensions_max),
  -- Beside the ending, to filter by: its values are checked against it below.
  status text not null,
  version integer not null check (version >= 1),
  epoch integer not null check (epoch >= 0),
  -- When somebody must look at the payment again, or until when somebody has it.
  wake_at_ms integer check (wake_at_ms >= 0),
  -- A payment without attempts and refunds, the most frequent one, is read with one statement.
  attempt_count integer not null check (attempt_count between 0 and attempts_max),
  refund_count integer not null check (refund_count between 0 and 100),
  -- Since then its rows in personal_data hold nothing.
  personal_data_removed_at_ms integer check (personal_data_removed_at_ms >= 0),
  -- The hash of the newest event.
  event_hash text not null check (length(event_hash) = 64),
  check (
    card_last4 is not null
    or coalesce(card_brand, card_exp_month, card_exp_year, card_country, card_network) is null
  ),
  check (personal_data_removed_at_ms is null or ending is not null),
  check (ending is null or version > 1),
  check ((ending is null) = (ended_at_ms is null)),
  check ((ending is 'failed') = (ending_decline_code is not null)),
  check (case when ending is null then status in ('pending', 'requires_action') else status = ending end),
  check (ending is not 'succeeded' or attempt_count >= 1),
  check (refund_count = 0 or ending is 'succeeded')
) strict;

create index payments_due on payments (wake_at_ms, id) where wake_at_ms is not null;

create index payments_newest on payments (merchant_id, mode, created_at_ms, id);

create index payments_newest_by_status on payments (merchant_id, mode, status, created_at_ms, id);

create index payments_with_personal_data on payments (mode, ended_at_ms, number)
where ending is not null and personal_data_removed_at_ms is null;

create trigger payments_approved_only_succeed before update of ending on payments
when new.ending <> 'succeeded' and old.ending is null
  and exists (select 1 from attempts where payment_id = new.id and state = 'approved')
begin
  select raise(abort, 'an approved payment can only succeed');
end;

create trigger payments_ending_is_final before update on payments
when old.ending is not null and (
  new.ending is not old.ending or new.ended_at_ms is not old.ended_at_ms
  or new.ending_decline_code is not old.ending_decline_code or new.status is not old.status
  or new.extensions is not old.extensions
)
begin
  select raise(abort, 'an ending never changes');
end;

create trigger payments_personal_data_is_removed_once before update of personal_data_removed_at_ms on payments
when old.personal_data_removed_at_ms is not null
  and new.personal_data_removed_at_ms is not old.personal_data_removed_at_ms
begin
  select raise(abort, 'the removal of personal data is final');
end;

create trigger payments_personal_data_is_removed_when_settled before update of personal_data_removed_at_ms on payments
when old.personal_data_removed_at_ms is null and new.personal_data_removed_at_ms is not null
  and (
    exists (
      select 1 from attempts where payment_id = new.id
        and (next_at_ms is not null or state not in ('approved', 'declined', 'not_sent', 'reversed', 'paid_back'))
    )
    or exists (select 1 from refunds where payment_id = new.id and state <> 'succeeded' and state <> 'failed')
  )
begin
  select raise(abort, 'personal data stays while an attempt or a refund is unsettled');
end;

create trigger payments_stay before delete on payments
begin
  select raise(abort, 'payments are never deleted');
end;

create trigger payments_succeed_by_approval before update of ending on payments
when new.ending = 'succeeded' and old.ending is null
  and not exists (select 1 from attempts where payment_id = new.id and state = 'approved')
begin
  select raise(abort, 'a payment succeeds by an approved attempt');
end;

create trigger payments_terms_are_fixed before update of
  number, id, merchant_id, mode, kind, amount_minor, currency, locale, attempts_max, extensions_max,
  created_at_ms, expires_at_ms
on payments
begin
  select raise(abort, 'the terms never change');
end;

create trigger payments_versions_rise before update on payments
when new.version <= old.version or new.epoch < old.epoch or new.extensions < old.extensions
begin
  select raise(abort, 'versions only increase');
end;

create table personal_data (
  number integer not null primary key,
  payment_number integer not null references payments (number),
  version integer not null check (version >= 1),
  position integer not null check (position >= 0),
  -- JSON with a salt, as it was hashed for the event; once it is removed, as many spaces. At most 50 metadata keys of 255
  -- and values of 500 characters, and a URL of 24 576: JSON may escape each character.
  body text not null check (length(body) <= 200000),
  unique (payment_number, version, position)
) strict;

create trigger personal_data_is_only_overwritten before update on personal_data
when new.number <> old.number or new.payment_number <> old.payment_number
  or new.version <> old.version or new.position <> old.position
  or trim(new.body) <> '' or length(cast(new.body as blob)) <> length(cast(old.body as blob))
  or (select personal_data_removed_at_ms from payments where number = old.payment_number) is null
begin
  select raise(abort, 'personal data is only overwritten, after the payment says so');
end;

create trigger personal_data_stays before delete on personal_data
begin
  select raise(abort, 'personal data is overwritten, not deleted');
end;

create table refunds (
  payment_id text not null references payments (id),
  -- The order in which they were asked for, from 1.
  position integer not null check (position between 1 and 100),
  id text not null unique check (length(id) between 1 and 64),
  amount_minor integer not null check (amount_minor between 1 and 999999999999),
  reason text not null check (length(reason) between 1 and 50),
  state text not null check (
    state in ('sending', 'pending', 'unknown', 'reversing', 'succeeded', 'failed', 'set_aside')
  ),
  reference text not null unique check (length(reference) between 1 and 64),
  decline_code text references decline_codes (code),
  acquirer_refund_id text check (length(acquirer_refund_id) <= 255),
  inquiries integer not null check (inquiries >= 0),
  not_found_count integer not null check (not_found_count >= 0),
  next_at_ms integer check (next_at_ms >= 0),
  created_at_ms integer not null check (created_at_ms >= 0),
  updated_at_ms integer not null check (updated_at_ms >= 0),
  completed_at_ms integer check (completed_at_ms >= 0),
  primary key (payment_id, position)
) strict, without rowid;

create index refunds_unsettled on refunds (state, created_at_ms)
where completed_at_ms is null and state <> 'sending' and state <> 'pending';

create trigger refunds_are_fixed before update of
  payment_id, position, id, amount_minor, reason, reference, created_at_ms
on refunds
begin
  select raise(abort, 'the terms never change');
end;

create trigger refunds_of_money_taken after insert on refunds
when (select ending from payments where id = new.payment_id) is not 'succeeded'
begin
  select raise(abort, 'only a charged payment can be refunded');
end;

create trigger refunds_settled_is_final before update of state on refunds
when old.state in ('succeeded', 'failed') and new.state <> old.state
begin
  select raise(abort, 'a settled refund never changes its state');
end;

create trigger refunds_stay before delete on refunds
begin
  select raise(abort, 'refunds are never deleted');
end;

create trigger refunds_within_amount
-- A refund's amount is fixed and a failed one stays failed, so the sum can only grow here.
after insert on refunds
when (
  select coalesce(sum(amount_minor), 0) from refunds where payment_id = new.payment_id and state <> 'failed'
) > (select amount_minor from payments where id = new.payment_id)
begin
  select raise(abort, 'refunds never exceed the amount');
end;

create table schema_migrations (
  version integer not null primary key check (version >= 1),
  name text not null check (length(name) between 1 and 255),
  checksum text not null check (length(checksum) = 64),
  applied_at_ms integer not null check (applied_at_ms >= 0)
) strict;

create table webhook_attempts (
  endpoint_id text not null,
  event_id text not null,
  number integer not null check (number >= 1),
  trigger_kind text not null check (trigger_kind in ('schedule', 'recover', 'resend', 'test')),
  at_ms integer not null check (at_ms >= 0),
  duration_ms integer not null check (duration_ms >= 0),
  status_code integer check (status_code between 100 and 999),
  error text check (length(error) between 1 and 64),
  excerpt text check (length(excerpt) <= 1024),
  primary key (endpoint_id, event_id, number)
) strict, without rowid;

create table webhook_deliveries (
  endpoint_id text not null references webhook_endpoints (id),
  event_id text not null check (length(event_id) between 1 and 64),
  -- As in the event.
  payment_number integer,
  payment_version integer,
  state text not null check (state in ('pending', 'succeeded', 'failed', 'skipped')),
  trigger_kind text not null check (trigger_kind in ('schedule', 'recover', 'resend', 'test')),
  attempt_count integer not null check (attempt_count >= 0),
  schedule_count integer not null check (schedule_count between 0 and attempt_count),
  next_at_ms integer check (next_at_ms >= 0),
  -- When the schedule goes on after an attempt that was made by hand.
  resume_at_ms integer check (resume_at_ms >= 0),
  completed_at_ms integer check (completed_at_ms >= 0),
  last_status_code integer check (last_status_code between 100 and 999),
  last_error text check (length(last_error) between 1 and 64),
  primary key (endpoint_id, event_id),
  check (state <> 'pending' or next_at_ms is not null)
) strict, without rowid;

create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_at_ms, event_id) where next_at_ms is not null;

create index webhook_deliveries_given_up on webhook_deliveries (endpoint_id, state, event_id)
where state in ('failed', 'skipped');

create table webhook_endpoints (
  id text not null primary key check (length(id) between 1 and 64),
  merchant_id text not null references merchants (id),
  mode text not null check (mode in ('test', 'live')),
  -- Null: the address that each payment names.
  url text check (length(url) between 1 and 2048),
  -- '*', or types with a space before and after each.
  events text not null check (length(events) between 1 and 1000),
  description text check (length(description) between 1 and 500),
  secret text not null check (length(secret) between 1 and 500),
  previous_secret text check (length(previous_secret) between 1 and 500),
  previous_secret_until_ms integer check (previous_secret_until_ms >= 0),
  disabled_at_ms integer check (disabled_at_ms >= 0),
  disabled_reason text check (disabled_reason in ('requested', 'gone', 'failing')),
  failing_since_ms integer check (failing_since_ms >= 0),
  last_success_at_ms integer check (last_success_at_ms >= 0),
  created_at_ms integer not null check (created_at_ms >= 0),
  deleted_at_ms integer check (deleted_at_ms >= 0),
  version integer not null check (version >= 1),
  check ((previous_secret is null) = (previous_secret_until_ms is null)),
  check ((disabled_at_ms is null) = (disabled_reason is null))
) strict;

create index webhook_endpoints_of_merchant on webhook_endpoints (merchant_id, mode, id);

create table webhook_events (
  merchant_id text not null check (length(merchant_id) between 1 and 64),
  mode text not null check (mode in ('test', 'live')),
  id text not null check (length(id) between 1 and 64),
  type text not null check (length(type) between 1 and 64),
  -- Null for a test of an endpoint.
  payment_number integer references payments (number),
  -- The payment's version that the event belongs to.
  payment_version integer check (payment_version >= 1),
  created_at_ms integer not null check (created_at_ms >= 0),
  body text not null check (length(body) between 1 and 200000),
  primary key (merchant_id, mode, id),
  check ((payment_number is null) = (payment_version is null))
) strict;

create index webhook_events_by_type on webhook_events (merchant_id, mode, type, id);

create index webhook_events_of_payment on webhook_events (payment_number, payment_version, id);

create trigger webhook_events_are_never_changed before update on webhook_events
begin
  select raise(abort, 'events never change');
end;

create table webhook_resends (
  merchant_id text not null check (length(merchant_id) between 1 and 64),
  mode text not null check (mode in ('test', 'live')),
  -- Of the request to send the event again: a ULID of its time.
  id text not null check (length(id) = 26),
  event_id text not null check (length(event_id) between 1 and 64),
  requested_at_ms integer not null check (requested_at_ms >= 0),
  primary key (merchant_id, mode, id)
) strict, without rowid;
