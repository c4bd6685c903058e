-- The whole first schema: the tables, columns and promises of SQLite's. What must never happen with money is refused here
-- as well as in the core. Checks list only values that money depends on: states, endings and modes. Values that grow with
-- the program are in reference tables. Keys are compared by their bytes, so that every node and every index agrees on
-- their order. Comments are about what differs from SQLite; the reasons for the rest are there.

-- Guards that look only at the row itself are conditions of a trigger, which cost nothing while they hold. Guards that
-- look at another table run after the whole statement, so that it may write the tables in any order.
create function refuse() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0];
end
$$;

create table installation (
  only_row integer not null primary key check (only_row = 1),
  id text collate "C" not null check (id ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  kind text not null check (kind in ('sandbox', 'production')),
  created_at_ms bigint not null check (created_at_ms >= 0)
);

create trigger installation_is_fixed before update on installation
for each row execute function refuse('an installation never changes');

create trigger installation_stays before delete on installation
for each row execute function refuse('an installation is never removed');

create trigger installation_is_not_emptied before truncate on installation
for each statement execute function refuse('an installation is never removed');

create table merchants (
  id text collate "C" not null primary key check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 255),
  legal_name text check (length(legal_name) between 1 and 255),
  address_line text check (length(address_line) between 1 and 255),
  city text check (length(city) between 1 and 255),
  country text collate "C" check (country ~ '^[A-Z]{2}$'),
  support_email text check (length(support_email) between 1 and 254),
  support_phone text check (length(support_phone) between 1 and 32),
  support_url text check (length(support_url) between 1 and 2048),
  terms_url text check (length(terms_url) between 1 and 2048),
  privacy_url text check (length(privacy_url) between 1 and 2048),
  refund_policy_url text check (length(refund_policy_url) between 1 and 2048),
  statement_descriptor text check (length(statement_descriptor) between 1 and 22),
  accent_color text collate "C" check (accent_color ~ '^#[0-9a-f]{6}$'),
  corner_style text check (length(corner_style) between 1 and 16),
  color_scheme text check (length(color_scheme) between 1 and 16),
  powered_by boolean,
  default_locale text check (length(default_locale) between 2 and 35),
  session_extension boolean,
  accepted_brands text check (length(accepted_brands) between 1 and 255),
  local_networks text check (length(local_networks) between 1 and 255),
  billing_address text check (billing_address in ('off', 'required')),
  attempts_max integer check (attempts_max between 1 and 5),
  result_page text check (result_page in ('failures', 'none', 'all')),
  test_acquirer text check (length(test_acquirer) between 1 and 64),
  test_account text check (length(test_account) between 1 and 255),
  live_acquirer text check (length(live_acquirer) between 1 and 64),
  live_account text check (length(live_account) between 1 and 255),
  created_at_ms bigint not null check (created_at_ms >= 0),
  logo_hash text collate "C" check (logo_hash ~ '^[0-9a-f]{32}$'),
  logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
  logo_width integer check (logo_width between 1 and 1000),
  logo_height integer check (logo_height between 1 and 1000),
  logo bytea check (length(logo) between 1 and 64000),
  check ((logo_hash is null) = (logo is null)),
  check ((logo_hash is null) = (logo_type is null)),
  check ((logo_hash is null) = (logo_width is null)),
  check ((logo_hash is null) = (logo_height is null)),
  check (test_acquirer is not null or test_account is null),
  check (live_acquirer is not null or live_account is null)
);

create index merchants_by_logo on merchants (logo_hash) where logo_hash is not null;

create trigger merchants_are_the_same before update on merchants
for each row when (new.id <> old.id or new.created_at_ms <> old.created_at_ms)
execute function refuse('a merchant keeps its id');

create trigger merchants_stay before delete on merchants
for each row execute function refuse('merchants are never deleted');

create trigger merchants_are_not_emptied before truncate on merchants
for each statement execute function refuse('merchants are never deleted');

create table api_keys (
  id text collate "C" not null primary key check (length(id) between 1 and 64),
  merchant_id text collate "C" not null references merchants (id),
  mode text not null check (mode in ('test', 'live')),
  hash text collate "C" not null unique check (length(hash) = 64),
  last4 text not null check (length(last4) = 4),
  created_at_ms bigint not null check (created_at_ms >= 0),
  expires_at_ms bigint check (expires_at_ms >= 0),
  revoked_at_ms bigint check (revoked_at_ms >= 0),
  last_used_at_ms bigint check (last_used_at_ms >= 0)
);

create index api_keys_of_merchant on api_keys (merchant_id, created_at_ms, id);

create trigger api_keys_revocation_is_final before update on api_keys
for each row when (old.revoked_at_ms is not null and new.revoked_at_ms is distinct from old.revoked_at_ms)
execute function refuse('a revocation is final');

create trigger api_keys_are_fixed before update on api_keys
for each row when (
  (new.id, new.merchant_id, new.mode, new.hash, new.last4, new.created_at_ms, new.expires_at_ms)
  is distinct from
  (old.id, old.merchant_id, old.mode, old.hash, old.last4, old.created_at_ms, old.expires_at_ms)
)
execute function refuse('an API key never changes');

create trigger api_keys_stay before delete on api_keys
for each row execute function refuse('API keys are revoked, not deleted');

create trigger api_keys_are_not_emptied before truncate on api_keys
for each statement execute function refuse('API keys are revoked, not deleted');

create table currencies (
  code text collate "C" not null primary key check (length(code) = 3)
);

create table card_brands (
  code text collate "C" not null primary key check (length(code) between 1 and 64)
);

create table decline_codes (
  code text collate "C" not null primary key check (length(code) between 1 and 64)
);

create table payments (
  -- The time, in microseconds since the start of 2026, and twelve random bits. New payments go to the end of every index
  -- that begins with the number, and no sequence is shared by the nodes. Two equal ones are refused, and then drawn again.
  number bigint not null primary key default (
    (extract(epoch from clock_timestamp()) * 1000000)::bigint - 1767225600000000
  ) * 4096 + floor(random() * 4096)::bigint check (number > 0),
  id text collate "C" not null unique check (length(id) between 1 and 64),
  merchant_id text collate "C" not null references merchants (id),
  mode text collate "C" not null check (mode in ('test', 'live')),
  kind text not null check (kind in ('hosted', 'direct')),
  amount_minor bigint not null check (amount_minor between 1 and 999999999999),
  currency text collate "C" not null references currencies (code),
  locale text check (length(locale) between 2 and 35),
  attempts_max integer not null check (attempts_max between 1 and 100),
  extensions_max integer not null check (extensions_max between 0 and 100),
  created_at_ms bigint not null check (created_at_ms >= 0),
  expires_at_ms bigint not null check (expires_at_ms >= created_at_ms),
  card_brand text collate "C" references card_brands (code),
  card_last4 text collate "C" check (card_last4 ~ '^[0-9]{4}$'),
  card_exp_month integer check (card_exp_month between 1 and 12),
  card_exp_year integer check (card_exp_year between 1000 and 9999),
  card_country text check (length(card_country) = 2),
  card_network text check (length(card_network) between 1 and 64),
  ending text collate "C" check (ending in ('succeeded', 'failed', 'expired', 'canceled')),
  ended_at_ms bigint check (ended_at_ms >= 0),
  ending_decline_code text collate "C" references decline_codes (code),
  extensions integer not null check (extensions between 0 and extensions_max),
  status text collate "C" not null,
  version integer not null check (version >= 1),
  epoch integer not null check (epoch >= 0),
  wake_at_ms bigint check (wake_at_ms >= 0),
  attempt_count integer not null check (attempt_count between 0 and attempts_max),
  refund_count integer not null check (refund_count between 0 and 100),
  personal_data_removed_at_ms bigint check (personal_data_removed_at_ms >= 0),
  event_hash text not null check (length(event_hash) = 64),
  check (
    card_last4 is not null
    or (
      card_brand is null and card_exp_month is null and card_exp_year is null and card_country is null
      and card_network is null
    )
  ),
  check (personal_data_removed_at_ms is null or ending is not null),
  check (ending is null or version > 1),
  check ((ending is null) = (ended_at_ms is null)),
  check ((ending is not null and ending = 'failed') = (ending_decline_code is not null)),
  check (case when ending is null then status in ('pending', 'requires_action') else status = ending end),
  check (ending is null or ending <> 'succeeded' or attempt_count >= 1),
  check (refund_count = 0 or (ending is not null and ending = 'succeeded'))
);

create index payments_newest on payments (merchant_id, mode, created_at_ms, id);
create index payments_newest_by_status on payments (merchant_id, mode, status, created_at_ms, id);
create index payments_due on payments (wake_at_ms, id) where wake_at_ms is not null;

create index payments_with_personal_data on payments (mode, ended_at_ms, number)
where ending is not null and personal_data_removed_at_ms is null;

create trigger payments_terms_are_fixed before update on payments
for each row when (
  (
    new.number, new.id, new.merchant_id, new.mode, new.kind, new.amount_minor, new.currency, new.locale,
    new.attempts_max, new.extensions_max, new.created_at_ms, new.expires_at_ms
  ) is distinct from (
    old.number, old.id, old.merchant_id, old.mode, old.kind, old.amount_minor, old.currency, old.locale,
    old.attempts_max, old.extensions_max, old.created_at_ms, old.expires_at_ms
  )
)
execute function refuse('the terms never change');

create trigger payments_ending_is_final before update on payments
for each row when (
  old.ending is not null
  and (new.ending, new.ended_at_ms, new.ending_decline_code, new.status, new.extensions)
  is distinct from (old.ending, old.ended_at_ms, old.ending_decline_code, old.status, old.extensions)
)
execute function refuse('an ending never changes');

create trigger payments_versions_rise before update on payments
for each row when (new.version <= old.version or new.epoch < old.epoch or new.extensions < old.extensions)
execute function refuse('versions only increase');

create trigger payments_stay before delete on payments
for each row execute function refuse('payments are never deleted');

create trigger payments_are_not_emptied before truncate on payments
for each statement execute function refuse('payments are never deleted');

create table attempts (
  payment_id text collate "C" not null references payments (id),
  number integer not null check (number between 1 and 100),
  reference text collate "C" not null unique check (length(reference) between 1 and 64),
  acquirer text not null check (length(acquirer) between 1 and 64),
  account text check (length(account) between 1 and 255),
  must_prepare boolean not null,
  handle text check (length(handle) between 1 and 255),
  state text collate "C" not null check (
    state in (
      'sending', 'challenged', 'unknown', 'reversing', 'approved', 'declined', 'not_sent', 'reversed', 'paying_back',
      'paid_back', 'set_aside'
    )
  ),
  decided_at_ms bigint check (decided_at_ms >= 0),
  decision_payment_waits boolean,
  decision_decline_code text collate "C" references decline_codes (code),
  card_brand text collate "C" references card_brands (code),
  card_last4 text collate "C" not null check (card_last4 ~ '^[0-9]{4}$'),
  card_exp_month integer check (card_exp_month between 1 and 12),
  card_exp_year integer check (card_exp_year between 1000 and 9999),
  card_country text check (length(card_country) = 2),
  card_network text check (length(card_network) between 1 and 64),
  decline_code text collate "C" references decline_codes (code),
  retry text check (retry in ('never', 'later')),
  acquirer_transaction_id text check (length(acquirer_transaction_id) <= 255),
  challenge_url text check (length(challenge_url) <= 4096),
  challenge_fields text check (length(challenge_fields) <= 32768),
  method_url text check (length(method_url) <= 4096),
  method_data text check (length(method_data) <= 4096),
  method_completion text check (method_completion in ('Y', 'N', 'U')),
  challenge_expires_at_ms bigint check (challenge_expires_at_ms >= 0),
  returned_fields text check (length(returned_fields) <= 32768),
  returns integer not null check (returns between 0 and 10),
  inquiries integer not null check (inquiries >= 0),
  not_found_count integer not null check (not_found_count >= 0),
  next_at_ms bigint check (next_at_ms >= 0),
  started_at_ms bigint not null check (started_at_ms >= 0),
  settled_at_ms bigint check (settled_at_ms >= 0),
  pay_back_decided_at_ms bigint check (pay_back_decided_at_ms >= 0),
  primary key (payment_id, number),
  check ((decided_at_ms is null) = (decision_payment_waits is null)),
  check ((decided_at_ms is null) = (decision_decline_code is null)),
  check (retry is null or decline_code is not null),
  check (state not in ('reversing', 'paying_back', 'paid_back') or decided_at_ms is not null),
  check (state <> 'paying_back' or pay_back_decided_at_ms is not null),
  check (challenge_fields is null or challenge_url is not null),
  check ((method_url is null) = (method_data is null)),
  check (returned_fields is null or returns > 0),
  check (method_completion is null or method_url is not null),
  check (state <> 'approved' or (decided_at_ms is null and acquirer_transaction_id is not null))
);

create unique index attempts_one_blocking on attempts (payment_id)
where state in ('sending', 'challenged', 'unknown', 'reversing', 'approved', 'set_aside');

create index attempts_unsettled on attempts (state, started_at_ms)
where settled_at_ms is null and state <> 'sending' and state <> 'challenged';

create index attempts_approved on attempts (acquirer, account, started_at_ms)
where state = 'approved' and acquirer <> 'sandbox';

create trigger attempts_are_fixed before update on attempts
for each row when (
  (
    new.payment_id, new.number, new.reference, new.acquirer, new.account, new.must_prepare, new.card_brand,
    new.card_last4, new.card_exp_month, new.card_exp_year, new.card_network, new.started_at_ms
  ) is distinct from (
    old.payment_id, old.number, old.reference, old.acquirer, old.account, old.must_prepare, old.card_brand,
    old.card_last4, old.card_exp_month, old.card_exp_year, old.card_network, old.started_at_ms
  )
)
execute function refuse('the terms of an attempt never change');

create trigger attempts_handle_is_final before update on attempts
for each row when (old.handle is not null and new.handle is distinct from old.handle)
execute function refuse('the handle of an attempt never changes');

create trigger attempts_decision_is_final before update on attempts
for each row when (
  old.decided_at_ms is not null
  and (new.decided_at_ms, new.decision_payment_waits, new.decision_decline_code)
  is distinct from (old.decided_at_ms, old.decision_payment_waits, old.decision_decline_code)
)
execute function refuse('a decision is final');

create trigger attempts_settled_is_final before update on attempts
for each row when (
  new.state <> old.state and (
    old.state in ('approved', 'declined', 'not_sent', 'paid_back')
    or (old.state = 'reversed' and new.state <> 'paying_back')
  )
)
execute function refuse('a settled attempt never changes its state');

create trigger attempts_method_ends_once before update on attempts
for each row when (
  old.method_completion is not null and new.method_completion is distinct from old.method_completion
)
execute function refuse('the 3-D Secure method ends once');

-- The payment is locked, here and below, so that two transactions cannot both find that they may go on.
create function refuse_attempt_of_ended_payment() returns trigger language plpgsql as $$
begin
  perform from payments where id = new.payment_id and ending is null for no key update;
  if not found then
    raise exception 'an ended payment has no new attempt';
  end if;
  return null;
end
$$;

create trigger attempts_start_while_open after insert on attempts
for each row execute function refuse_attempt_of_ended_payment();

-- The statement that approves an attempt may end its payment, too. A payment that had succeeded before it has an approved
-- attempt already, and the index above allows only one.
create function refuse_approval_of_ended_payment() returns trigger language plpgsql as $$
begin
  perform from payments where id = new.payment_id and (ending is null or ending = 'succeeded') for no key update;
  if not found then
    raise exception 'an ended payment has no new approval';
  end if;
  return null;
end
$$;

create trigger attempts_approval_while_open after update on attempts
for each row when (new.state = 'approved' and old.state <> 'approved')
execute function refuse_approval_of_ended_payment();

create trigger attempts_stay before delete on attempts
for each row execute function refuse('attempts are never deleted');

create trigger attempts_are_not_emptied before truncate on attempts
for each statement execute function refuse('attempts are never deleted');

create function refuse_ending_against_attempts() returns trigger language plpgsql as $$
declare
  is_approved boolean := exists (select from attempts where payment_id = new.id and state = 'approved');
begin
  if new.ending = 'succeeded' and not is_approved then
    raise exception 'a payment succeeds by an approved attempt';
  end if;
  if new.ending <> 'succeeded' and is_approved then
    raise exception 'an approved payment can only succeed';
  end if;
  return null;
end
$$;

create trigger payments_end_by_their_attempts after update on payments
for each row when (old.ending is null and new.ending is not null)
execute function refuse_ending_against_attempts();

create table refunds (
  payment_id text collate "C" not null references payments (id),
  position integer not null check (position between 1 and 100),
  id text collate "C" not null unique check (length(id) between 1 and 64),
  amount_minor bigint not null check (amount_minor between 1 and 999999999999),
  reason text not null check (length(reason) between 1 and 50),
  state text collate "C" not null check (
    state in ('sending', 'pending', 'unknown', 'reversing', 'succeeded', 'failed', 'set_aside')
  ),
  reference text collate "C" not null unique check (length(reference) between 1 and 64),
  decline_code text collate "C" references decline_codes (code),
  acquirer_refund_id text check (length(acquirer_refund_id) <= 255),
  inquiries integer not null check (inquiries >= 0),
  not_found_count integer not null check (not_found_count >= 0),
  next_at_ms bigint check (next_at_ms >= 0),
  created_at_ms bigint not null check (created_at_ms >= 0),
  updated_at_ms bigint not null check (updated_at_ms >= 0),
  completed_at_ms bigint check (completed_at_ms >= 0),
  primary key (payment_id, position)
);

create index refunds_unsettled on refunds (state, created_at_ms)
where completed_at_ms is null and state <> 'sending' and state <> 'pending';

create trigger refunds_are_fixed before update on refunds
for each row when (
  (new.payment_id, new.position, new.id, new.amount_minor, new.reason, new.reference, new.created_at_ms)
  is distinct from
  (old.payment_id, old.position, old.id, old.amount_minor, old.reason, old.reference, old.created_at_ms)
)
execute function refuse('the terms never change');

create trigger refunds_settled_is_final before update on refunds
for each row when (old.state in ('succeeded', 'failed') and new.state <> old.state)
execute function refuse('a settled refund never changes its state');

create function refuse_refund_of_too_much() returns trigger language plpgsql as $$
declare
  taken bigint;
begin
  select amount_minor into taken from payments where id = new.payment_id and ending = 'succeeded' for no key update;
  if taken is null then
    raise exception 'only a charged payment can be refunded';
  end if;
  if (select sum(amount_minor) from refunds where payment_id = new.payment_id and state <> 'failed') > taken then
    raise exception 'refunds never exceed the amount';
  end if;
  return null;
end
$$;

create trigger refunds_within_amount after insert on refunds
for each row execute function refuse_refund_of_too_much();

create trigger refunds_stay before delete on refunds
for each row execute function refuse('refunds are never deleted');

create trigger refunds_are_not_emptied before truncate on refunds
for each statement execute function refuse('refunds are never deleted');

create table events (
  payment_number bigint not null references payments (number),
  version integer not null check (version >= 1),
  position integer not null check (position >= 0),
  body text not null check (length(body) <= 200000),
  hash text not null check (length(hash) = 64),
  primary key (payment_number, version, position)
);

create trigger events_are_never_changed before update on events
for each row execute function refuse('events are append-only');

create trigger events_are_never_removed before delete on events
for each row execute function refuse('events are append-only');

create trigger events_are_not_emptied before truncate on events
for each statement execute function refuse('events are append-only');

-- What is overwritten here stays in dead rows until the next vacuum, and in the write-ahead log until that is removed.
create table personal_data (
  payment_number bigint not null references payments (number),
  version integer not null check (version >= 1),
  position integer not null check (position >= 0),
  body text not null check (length(body) <= 200000),
  primary key (payment_number, version, position)
);

create trigger personal_data_is_only_overwritten before update on personal_data
for each row when (
  (new.payment_number, new.version, new.position) is distinct from (old.payment_number, old.version, old.position)
  or trim(new.body) <> '' or octet_length(new.body) <> octet_length(old.body)
)
execute function refuse('personal data is only overwritten, after the payment says so');

create function refuse_early_removal() returns trigger language plpgsql as $$
begin
  if (select personal_data_removed_at_ms from payments where number = new.payment_number) is null then
    raise exception 'personal data is only overwritten, after the payment says so';
  end if;
  return null;
end
$$;

create trigger personal_data_is_overwritten_once_removed after update on personal_data
for each row execute function refuse_early_removal();

create trigger personal_data_stays before delete on personal_data
for each row execute function refuse('personal data is overwritten, not deleted');

create trigger personal_data_is_not_emptied before truncate on personal_data
for each statement execute function refuse('personal data is overwritten, not deleted');

create trigger payments_personal_data_is_removed_once before update on payments
for each row when (
  old.personal_data_removed_at_ms is not null
  and new.personal_data_removed_at_ms is distinct from old.personal_data_removed_at_ms
)
execute function refuse('the removal of personal data is final');

create function refuse_removal_while_unsettled() returns trigger language plpgsql as $$
begin
  if exists (
    select from attempts where payment_id = new.id
      and (next_at_ms is not null or state not in ('approved', 'declined', 'not_sent', 'reversed', 'paid_back'))
  ) or exists (select from refunds where payment_id = new.id and state not in ('succeeded', 'failed')) then
    raise exception 'personal data stays while an attempt or a refund is unsettled';
  end if;
  return null;
end
$$;

create trigger payments_personal_data_is_removed_when_settled after update on payments
for each row when (old.personal_data_removed_at_ms is null and new.personal_data_removed_at_ms is not null)
execute function refuse_removal_while_unsettled();

create table webhook_events (
  merchant_id text collate "C" not null check (length(merchant_id) between 1 and 64),
  mode text collate "C" not null check (mode in ('test', 'live')),
  id text collate "C" not null check (length(id) between 1 and 64),
  type text collate "C" not null check (length(type) between 1 and 64),
  payment_number bigint references payments (number),
  payment_version integer check (payment_version >= 1),
  created_at_ms bigint not null check (created_at_ms >= 0),
  body text not null check (length(body) between 1 and 200000),
  primary key (merchant_id, mode, id),
  check ((payment_number is null) = (payment_version is null))
);

create index webhook_events_by_type on webhook_events (merchant_id, mode, type, id);
create index webhook_events_of_payment on webhook_events (payment_number, payment_version, id);

create trigger webhook_events_are_never_changed before update on webhook_events
for each row execute function refuse('events never change');

-- Where merchants want to be told of events. Secrets are sealed.
create table webhook_endpoints (
  id text collate "C" not null primary key check (length(id) between 1 and 64),
  merchant_id text collate "C" not null references merchants (id),
  mode text collate "C" not null check (mode in ('test', 'live')),
  -- Null: the address that each payment names.
  url text check (length(url) between 1 and 2048),
  -- '*', or types with a space before and after each.
  events text not null check (length(events) between 1 and 1000),
  description text check (length(description) between 1 and 500),
  secret text not null check (length(secret) between 1 and 500),
  previous_secret text check (length(previous_secret) between 1 and 500),
  previous_secret_until_ms bigint check (previous_secret_until_ms >= 0),
  disabled_at_ms bigint check (disabled_at_ms >= 0),
  disabled_reason text collate "C" check (disabled_reason in ('requested', 'gone', 'failing')),
  failing_since_ms bigint check (failing_since_ms >= 0),
  last_success_at_ms bigint check (last_success_at_ms >= 0),
  created_at_ms bigint not null check (created_at_ms >= 0),
  deleted_at_ms bigint check (deleted_at_ms >= 0),
  version integer not null check (version >= 1),
  check ((previous_secret is null) = (previous_secret_until_ms is null)),
  check ((disabled_at_ms is null) = (disabled_reason is null))
);

create index webhook_endpoints_of_merchant on webhook_endpoints (merchant_id, mode, id);

create table webhook_deliveries (
  endpoint_id text collate "C" not null references webhook_endpoints (id),
  event_id text collate "C" not null check (length(event_id) between 1 and 64),
  -- As in the event.
  payment_number bigint,
  payment_version integer,
  state text collate "C" not null check (state in ('pending', 'succeeded', 'failed', 'skipped')),
  trigger_kind text collate "C" not null check (trigger_kind in ('schedule', 'recover', 'resend', 'test')),
  attempt_count integer not null check (attempt_count >= 0),
  schedule_count integer not null check (schedule_count between 0 and attempt_count),
  next_at_ms bigint check (next_at_ms >= 0),
  -- When the schedule goes on after an attempt that was made by hand.
  resume_at_ms bigint check (resume_at_ms >= 0),
  completed_at_ms bigint check (completed_at_ms >= 0),
  last_status_code integer check (last_status_code between 100 and 999),
  last_error text collate "C" check (length(last_error) between 1 and 64),
  primary key (endpoint_id, event_id),
  check (state <> 'pending' or next_at_ms is not null)
);

create index webhook_deliveries_given_up on webhook_deliveries (endpoint_id, state, event_id)
where state in ('failed', 'skipped');

create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_at_ms, event_id) where next_at_ms is not null;

create table webhook_attempts (
  endpoint_id text collate "C" not null,
  event_id text collate "C" not null,
  number integer not null check (number >= 1),
  trigger_kind text collate "C" not null check (trigger_kind in ('schedule', 'recover', 'resend', 'test')),
  at_ms bigint not null check (at_ms >= 0),
  duration_ms bigint not null check (duration_ms >= 0),
  status_code integer check (status_code between 100 and 999),
  error text collate "C" check (length(error) between 1 and 64),
  excerpt text check (length(excerpt) <= 1024),
  primary key (endpoint_id, event_id, number)
);

create table webhook_resends (
  merchant_id text collate "C" not null check (length(merchant_id) between 1 and 64),
  mode text collate "C" not null check (mode in ('test', 'live')),
  -- Of the request to send the event again: a ULID of its time.
  id text collate "C" not null check (length(id) = 26),
  event_id text collate "C" not null check (length(event_id) between 1 and 64),
  requested_at_ms bigint not null check (requested_at_ms >= 0),
  primary key (merchant_id, mode, id)
);

create table idempotency_records (
  key_id text collate "C" not null check (length(key_id) between 1 and 64),
  key text collate "C" not null check (length(key) between 1 and 255),
  fingerprint text not null check (length(fingerprint) between 1 and 64),
  response_status integer not null check (response_status between 200 and 299),
  response_body text not null check (length(response_body) <= 500000),
  created_at_ms bigint not null check (created_at_ms >= 0),
  primary key (key_id, key)
);

create index idempotency_records_oldest on idempotency_records (created_at_ms);

create table installation_secrets (
  name text collate "C" not null primary key check (length(name) between 1 and 64),
  value text not null check (length(value) = 64)
);

create trigger installation_secrets_are_fixed before update on installation_secrets
for each row execute function refuse('an installation secret never changes');

create table clock (
  only_row integer not null primary key check (only_row = 1),
  boot_id text not null check (length(boot_id) between 1 and 64),
  stretches text not null check (length(stretches) <= 4000)
);

-- One row once a move from another engine has begun. Until it is finished there is no installation, and nothing is served.
create table moves (
  only_row integer not null primary key check (only_row = 1),
  id text not null check (length(id) = 32),
  began_at_ms bigint not null check (began_at_ms >= 0),
  finished_at_ms bigint check (finished_at_ms >= 0)
);

-- What nodes share besides payments. Unlogged, because a count must not wait for a disk: a crash of the server empties
-- these tables, and the counts begin again.

create unlogged table key_usage (
  key_id text collate "C" not null primary key check (length(key_id) between 1 and 64),
  window_ms bigint not null,
  ended_ms bigint,
  requests bigint not null check (requests >= 0),
  day_ms bigint not null,
  bytes bigint not null check (bytes >= 0)
) with (fillfactor = 20);

create table leases (
  name text collate "C" not null primary key check (length(name) between 1 and 64),
  holder text not null check (length(holder) between 1 and 64),
  until_ms bigint not null
);

create unlogged table node_reports (
  node text collate "C" not null check (length(node) between 1 and 64),
  number bigint not null check (number >= 1),
  at_ms bigint not null,
  body text not null check (length(body) <= 1000000),
  primary key (node, number)
);
