-- The current schema, for reading. Written by "npm run schema" from the migrations; no program reads it.
-- Each start fills currencies, card_brands and decline_codes from the program's own lists.

create function refuse() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0];
end
$$;

create function refuse_approval_of_ended_payment() returns trigger language plpgsql as $$
begin
  perform from payments where id = new.payment_id and (ending is null or ending = 'succeeded') for no key update;
  if not found then
    raise exception 'an ended payment has no new approval';
  end if;
  return null;
end
$$;

create function refuse_attempt_of_ended_payment() returns trigger language plpgsql as $$
begin
  perform from payments where id = new.payment_id and ending is null for no key update;
  if not found then
    raise exception 'an ended payment has no new attempt';
  end if;
  return null;
end
$$;

create function refuse_early_removal() returns trigger language plpgsql as $$
begin
  if (select personal_data_removed_at_ms from payments where number = new.payment_number) is null then
    raise exception 'personal data is only overwritten, after the payment says so';
  end if;
  return null;
end
$$;

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

create table schema_migrations (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at_ms bigint not null,
  PRIMARY KEY (version),
  CHECK (version >= 1),
  CHECK (length(name) >= 1 AND length(name) <= 255),
  CHECK (length(checksum) = 64),
  CHECK (applied_at_ms >= 0)
);

create table schema_lock (
  only_row integer not null,
  PRIMARY KEY (only_row),
  CHECK (only_row = 1)
);

create table installation (
  only_row integer not null,
  id text collate "C" not null,
  kind text not null,
  created_at_ms bigint not null,
  PRIMARY KEY (only_row),
  CHECK (only_row = 1),
  CHECK (id ~ '^[0-9a-hjkmnp-tv-z]{8}$'::text),
  CHECK (kind = ANY (ARRAY['sandbox'::text, 'production'::text])),
  CHECK (created_at_ms >= 0)
);

create trigger installation_is_fixed BEFORE UPDATE ON installation FOR EACH ROW EXECUTE FUNCTION refuse('an installation never changes');

create trigger installation_is_not_emptied BEFORE TRUNCATE ON installation FOR EACH STATEMENT EXECUTE FUNCTION refuse('an installation is never removed');

create trigger installation_stays BEFORE DELETE ON installation FOR EACH ROW EXECUTE FUNCTION refuse('an installation is never removed');

create table merchants (
  id text collate "C" not null,
  name text not null,
  legal_name text,
  address_line text,
  city text,
  country text collate "C",
  support_email text,
  support_phone text,
  support_url text,
  terms_url text,
  privacy_url text,
  refund_policy_url text,
  statement_descriptor text,
  accent_color text collate "C",
  corner_style text,
  color_scheme text,
  powered_by boolean,
  default_locale text,
  session_extension boolean,
  accepted_brands text,
  local_networks text,
  billing_address text,
  attempts_max integer,
  result_page text,
  test_acquirer text,
  test_account text,
  live_acquirer text,
  live_account text,
  created_at_ms bigint not null,
  logo_hash text collate "C",
  logo_type text,
  logo_width integer,
  logo_height integer,
  logo bytea,
  PRIMARY KEY (id),
  CHECK (length(id) >= 1 AND length(id) <= 64),
  CHECK (length(name) >= 1 AND length(name) <= 255),
  CHECK (length(legal_name) >= 1 AND length(legal_name) <= 255),
  CHECK (length(address_line) >= 1 AND length(address_line) <= 255),
  CHECK (length(city) >= 1 AND length(city) <= 255),
  CHECK (country ~ '^[A-Z]{2}$'::text),
  CHECK (length(support_email) >= 1 AND length(support_email) <= 254),
  CHECK (length(support_phone) >= 1 AND length(support_phone) <= 32),
  CHECK (length(support_url) >= 1 AND length(support_url) <= 2048),
  CHECK (length(terms_url) >= 1 AND length(terms_url) <= 2048),
  CHECK (length(privacy_url) >= 1 AND length(privacy_url) <= 2048),
  CHECK (length(refund_policy_url) >= 1 AND length(refund_policy_url) <= 2048),
  CHECK (length(statement_descriptor) >= 1 AND length(statement_descriptor) <= 22),
  CHECK (accent_color ~ '^#[0-9a-f]{6}$'::text),
  CHECK (length(corner_style) >= 1 AND length(corner_style) <= 16),
  CHECK (length(color_scheme) >= 1 AND length(color_scheme) <= 16),
  CHECK (length(default_locale) >= 2 AND length(default_locale) <= 35),
  CHECK (length(accepted_brands) >= 1 AND length(accepted_brands) <= 255),
  CHECK (length(local_networks) >= 1 AND length(local_networks) <= 255),
  CHECK (billing_address = ANY (ARRAY['off'::text, 'required'::text])),
  CHECK (attempts_max >= 1 AND attempts_max <= 5),
  CHECK (result_page = ANY (ARRAY['failures'::text, 'none'::text, 'all'::text])),
  CHECK (length(test_acquirer) >= 1 AND length(test_acquirer) <= 64),
  CHECK (test_acquirer IS NOT NULL OR test_account IS NULL),
  CHECK (length(test_account) >= 1 AND length(test_account) <= 255),
  CHECK (length(live_acquirer) >= 1 AND length(live_acquirer) <= 64),
  CHECK (live_acquirer IS NOT NULL OR live_account IS NULL),
  CHECK (length(live_account) >= 1 AND length(live_account) <= 255),
  CHECK (created_at_ms >= 0),
  CHECK (logo_hash ~ '^[0-9a-f]{32}$'::text),
  CHECK ((logo_hash IS NULL) = (logo_type IS NULL)),
  CHECK ((logo_hash IS NULL) = (logo_width IS NULL)),
  CHECK ((logo_hash IS NULL) = (logo_height IS NULL)),
  CHECK ((logo_hash IS NULL) = (logo IS NULL)),
  CHECK (logo_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text])),
  CHECK (logo_width >= 1 AND logo_width <= 1000),
  CHECK (logo_height >= 1 AND logo_height <= 1000),
  CHECK (length(logo) >= 1 AND length(logo) <= 64000)
);

create index merchants_by_logo ON merchants USING btree (logo_hash) WHERE logo_hash IS NOT NULL;

create trigger merchants_are_not_emptied BEFORE TRUNCATE ON merchants FOR EACH STATEMENT EXECUTE FUNCTION refuse('merchants are never deleted');

create trigger merchants_are_the_same BEFORE UPDATE ON merchants FOR EACH ROW WHEN (new.id <> old.id OR new.created_at_ms <> old.created_at_ms) EXECUTE FUNCTION refuse('a merchant keeps its id');

create trigger merchants_stay BEFORE DELETE ON merchants FOR EACH ROW EXECUTE FUNCTION refuse('merchants are never deleted');

create table api_keys (
  id text collate "C" not null,
  merchant_id text collate "C" not null,
  mode text not null,
  hash text collate "C" not null,
  last4 text not null,
  created_at_ms bigint not null,
  expires_at_ms bigint,
  revoked_at_ms bigint,
  last_used_at_ms bigint,
  PRIMARY KEY (id),
  UNIQUE (hash),
  FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  CHECK (length(id) >= 1 AND length(id) <= 64),
  CHECK (mode = ANY (ARRAY['test'::text, 'live'::text])),
  CHECK (length(hash) = 64),
  CHECK (length(last4) = 4),
  CHECK (created_at_ms >= 0),
  CHECK (expires_at_ms >= 0),
  CHECK (revoked_at_ms >= 0),
  CHECK (last_used_at_ms >= 0)
);

create index api_keys_of_merchant ON api_keys USING btree (merchant_id, created_at_ms, id);

create trigger api_keys_are_fixed BEFORE UPDATE ON api_keys FOR EACH ROW WHEN (new.id IS DISTINCT FROM old.id OR new.merchant_id IS DISTINCT FROM old.merchant_id OR new.mode IS DISTINCT FROM old.mode OR new.hash IS DISTINCT FROM old.hash OR new.last4 IS DISTINCT FROM old.last4 OR new.created_at_ms IS DISTINCT FROM old.created_at_ms OR new.expires_at_ms IS DISTINCT FROM old.expires_at_ms) EXECUTE FUNCTION refuse('an API key never changes');

create trigger api_keys_are_not_emptied BEFORE TRUNCATE ON api_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse('API keys are revoked, not deleted');

create trigger api_keys_revocation_is_final BEFORE UPDATE ON api_keys FOR EACH ROW WHEN (old.revoked_at_ms IS NOT NULL AND new.revoked_at_ms IS DISTINCT FROM old.revoked_at_ms) EXECUTE FUNCTION refuse('a revocation is final');

create trigger api_keys_stay BEFORE DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION refuse('API keys are revoked, not deleted');

create table currencies (
  code text collate "C" not null,
  PRIMARY KEY (code),
  CHECK (length(code) = 3)
);

create table card_brands (
  code text collate "C" not null,
  PRIMARY KEY (code),
  CHECK (length(code) >= 1 AND length(code) <= 64)
);

create table decline_codes (
  code text collate "C" not null,
  PRIMARY KEY (code),
  CHECK (length(code) >= 1 AND length(code) <= 64)
);

create table payments (
  number bigint not null default ((EXTRACT(epoch FROM clock_timestamp()) * 1000000::numeric)::bigint - '1767225600000000'::bigint) * 4096 + floor(random() * 4096::double precision)::bigint,
  id text collate "C" not null,
  merchant_id text collate "C" not null,
  mode text collate "C" not null,
  kind text not null,
  amount_minor bigint not null,
  currency text collate "C" not null,
  locale text,
  attempts_max integer not null,
  extensions_max integer not null,
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  card_brand text collate "C",
  card_last4 text collate "C",
  card_exp_month integer,
  card_exp_year integer,
  card_country text,
  card_network text,
  ending text collate "C",
  ended_at_ms bigint,
  ending_decline_code text collate "C",
  extensions integer not null,
  status text collate "C" not null,
  version integer not null,
  epoch integer not null,
  wake_at_ms bigint,
  attempt_count integer not null,
  refund_count integer not null,
  personal_data_removed_at_ms bigint,
  event_hash text not null,
  PRIMARY KEY (number),
  UNIQUE (id),
  FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  FOREIGN KEY (currency) REFERENCES currencies(code),
  FOREIGN KEY (card_brand) REFERENCES card_brands(code),
  FOREIGN KEY (ending_decline_code) REFERENCES decline_codes(code),
  CHECK (number > 0),
  CHECK (length(id) >= 1 AND length(id) <= 64),
  CHECK (mode = ANY (ARRAY['test'::text, 'live'::text])),
  CHECK (kind = ANY (ARRAY['hosted'::text, 'direct'::text])),
  CHECK (amount_minor >= 1 AND amount_minor <= '999999999999'::bigint),
  CHECK (length(locale) >= 2 AND length(locale) <= 35),
  CHECK (attempts_max >= 1 AND attempts_max <= 100),
  CHECK (extensions_max >= 0 AND extensions_max <= 100),
  CHECK (created_at_ms >= 0),
  CHECK (expires_at_ms >= created_at_ms),
  CHECK (card_last4 ~ '^[0-9]{4}$'::text),
  CHECK (card_last4 IS NOT NULL OR card_brand IS NULL AND card_exp_month IS NULL AND card_exp_year IS NULL AND card_country IS NULL AND card_network IS NULL),
  CHECK (card_exp_month >= 1 AND card_exp_month <= 12),
  CHECK (card_exp_year >= 1000 AND card_exp_year <= 9999),
  CHECK (length(card_country) = 2),
  CHECK (length(card_network) >= 1 AND length(card_network) <= 64),
  CHECK (ending = ANY (ARRAY['succeeded'::text, 'failed'::text, 'expired'::text, 'canceled'::text])),
  CHECK ((ending IS NULL) = (ended_at_ms IS NULL)),
  CHECK ((ending IS NOT NULL AND ending = 'failed'::text) = (ending_decline_code IS NOT NULL)),
  CHECK (
CASE
    WHEN ending IS NULL THEN status = ANY (ARRAY['pending'::text, 'requires_action'::text])
    ELSE status = ending
END),
  CHECK (ending IS NULL OR version > 1),
  CHECK (ending IS NULL OR ending <> 'succeeded'::text OR attempt_count >= 1),
  CHECK (ended_at_ms >= 0),
  CHECK (extensions >= 0 AND extensions <= extensions_max),
  CHECK (version >= 1),
  CHECK (epoch >= 0),
  CHECK (wake_at_ms >= 0),
  CHECK (attempt_count >= 0 AND attempt_count <= attempts_max),
  CHECK (refund_count >= 0 AND refund_count <= 100),
  CHECK (refund_count = 0 OR ending IS NOT NULL AND ending = 'succeeded'::text),
  CHECK (personal_data_removed_at_ms >= 0),
  CHECK (personal_data_removed_at_ms IS NULL OR ending IS NOT NULL),
  CHECK (length(event_hash) = 64)
);

create index payments_due ON payments USING btree (wake_at_ms, id) WHERE wake_at_ms IS NOT NULL;

create index payments_newest ON payments USING btree (merchant_id, mode, created_at_ms, id);

create index payments_newest_by_status ON payments USING btree (merchant_id, mode, status, created_at_ms, id);

create index payments_with_personal_data ON payments USING btree (mode, ended_at_ms, number) WHERE ending IS NOT NULL AND personal_data_removed_at_ms IS NULL;

create trigger payments_are_not_emptied BEFORE TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION refuse('payments are never deleted');

create trigger payments_end_by_their_attempts AFTER UPDATE ON payments FOR EACH ROW WHEN (old.ending IS NULL AND new.ending IS NOT NULL) EXECUTE FUNCTION refuse_ending_against_attempts();

create trigger payments_ending_is_final BEFORE UPDATE ON payments FOR EACH ROW WHEN (old.ending IS NOT NULL AND (new.ending IS DISTINCT FROM old.ending OR new.ended_at_ms IS DISTINCT FROM old.ended_at_ms OR new.ending_decline_code IS DISTINCT FROM old.ending_decline_code OR new.status IS DISTINCT FROM old.status OR new.extensions IS DISTINCT FROM old.extensions)) EXECUTE FUNCTION refuse('an ending never changes');

create trigger payments_personal_data_is_removed_once BEFORE UPDATE ON payments FOR EACH ROW WHEN (old.personal_data_removed_at_ms IS NOT NULL AND new.personal_data_removed_at_ms IS DISTINCT FROM old.personal_data_removed_at_ms) EXECUTE FUNCTION refuse('the removal of personal data is final');

create trigger payments_personal_data_is_removed_when_settled AFTER UPDATE ON payments FOR EACH ROW WHEN (old.personal_data_removed_at_ms IS NULL AND new.personal_data_removed_at_ms IS NOT NULL) EXECUTE FUNCTION refuse_removal_while_unsettled();

create trigger payments_stay BEFORE DELETE ON payments FOR EACH ROW EXECUTE FUNCTION refuse('payments are never deleted');

create trigger payments_terms_are_fixed BEFORE UPDATE ON payments FOR EACH ROW WHEN (new.number IS DISTINCT FROM old.number OR new.id IS DISTINCT FROM old.id OR new.merchant_id IS DISTINCT FROM old.merchant_id OR new.mode IS DISTINCT FROM old.mode OR new.kind IS DISTINCT FROM old.kind OR new.amount_minor IS DISTINCT FROM old.amount_minor OR new.currency IS DISTINCT FROM old.currency OR new.locale IS DISTINCT FROM old.locale OR new.attempts_max IS DISTINCT FROM old.attempts_max OR new.extensions_max IS DISTINCT FROM old.extensions_max OR new.created_at_ms IS DISTINCT FROM old.created_at_ms OR new.expires_at_ms IS DISTINCT FROM old.expires_at_ms) EXECUTE FUNCTION refuse('the terms never change');

create trigger payments_versions_rise BEFORE UPDATE ON payments FOR EACH ROW WHEN (new.version <= old.version OR new.epoch < old.epoch OR new.extensions < old.extensions) EXECUTE FUNCTION refuse('versions only increase');

create table attempts (
  payment_id text collate "C" not null,
  number integer not null,
  reference text collate "C" not null,
  acquirer text not null,
  account text,
  must_prepare boolean not null,
  handle text,
  state text collate "C" not null,
  decided_at_ms bigint,
  decision_payment_waits boolean,
  decision_decline_code text collate "C",
  card_brand text collate "C",
  card_last4 text collate "C" not null,
  card_exp_month integer,
  card_exp_year integer,
  card_country text,
  card_network text,
  decline_code text collate "C",
  retry text,
  acquirer_transaction_id text,
  challenge_url text,
  challenge_fields text,
  method_url text,
  method_data text,
  method_completion text,
  challenge_expires_at_ms bigint,
  returned_fields text,
  returns integer not null,
  inquiries integer not null,
  not_found_count integer not null,
  next_at_ms bigint,
  started_at_ms bigint not null,
  settled_at_ms bigint,
  pay_back_decided_at_ms bigint,
  PRIMARY KEY (payment_id, number),
  UNIQUE (reference),
  FOREIGN KEY (payment_id) REFERENCES payments(id),
  FOREIGN KEY (decision_decline_code) REFERENCES decline_codes(code),
  FOREIGN KEY (card_brand) REFERENCES card_brands(code),
  FOREIGN KEY (decline_code) REFERENCES decline_codes(code),
  CHECK (number >= 1 AND number <= 100),
  CHECK (length(reference) >= 1 AND length(reference) <= 64),
  CHECK (length(acquirer) >= 1 AND length(acquirer) <= 64),
  CHECK (length(account) >= 1 AND length(account) <= 255),
  CHECK (length(handle) >= 1 AND length(handle) <= 255),
  CHECK (state = ANY (ARRAY['sending'::text, 'challenged'::text, 'unknown'::text, 'reversing'::text, 'approved'::text, 'declined'::text, 'not_sent'::text, 'reversed'::text, 'paying_back'::text, 'paid_back'::text, 'set_aside'::text])),
  CHECK ((state <> ALL (ARRAY['reversing'::text, 'paying_back'::text, 'paid_back'::text])) OR decided_at_ms IS NOT NULL),
  CHECK (state <> 'approved'::text OR decided_at_ms IS NULL AND acquirer_transaction_id IS NOT NULL),
  CHECK (state <> 'paying_back'::text OR pay_back_decided_at_ms IS NOT NULL),
  CHECK (decided_at_ms >= 0),
  CHECK ((decided_at_ms IS NULL) = (decision_payment_waits IS NULL)),
  CHECK ((decided_at_ms IS NULL) = (decision_decline_code IS NULL)),
  CHECK (card_last4 ~ '^[0-9]{4}$'::text),
  CHECK (card_exp_month >= 1 AND card_exp_month <= 12),
  CHECK (card_exp_year >= 1000 AND card_exp_year <= 9999),
  CHECK (length(card_country) = 2),
  CHECK (length(card_network) >= 1 AND length(card_network) <= 64),
  CHECK (retry = ANY (ARRAY['never'::text, 'later'::text])),
  CHECK (retry IS NULL OR decline_code IS NOT NULL),
  CHECK (length(acquirer_transaction_id) <= 255),
  CHECK (length(challenge_url) <= 4096),
  CHECK (length(challenge_fields) <= 32768),
  CHECK (challenge_fields IS NULL OR challenge_url IS NOT NULL),
  CHECK (length(method_url) <= 4096),
  CHECK ((method_url IS NULL) = (method_data IS NULL)),
  CHECK (length(method_data) <= 4096),
  CHECK (method_completion = ANY (ARRAY['Y'::text, 'N'::text, 'U'::text])),
  CHECK (method_completion IS NULL OR method_url IS NOT NULL),
  CHECK (challenge_expires_at_ms >= 0),
  CHECK (length(returned_fields) <= 32768),
  CHECK (returned_fields IS NULL OR returns > 0),
  CHECK (returns >= 0 AND returns <= 10),
  CHECK (inquiries >= 0),
  CHECK (not_found_count >= 0),
  CHECK (next_at_ms >= 0),
  CHECK (started_at_ms >= 0),
  CHECK (settled_at_ms >= 0),
  CHECK (pay_back_decided_at_ms >= 0)
);

create index attempts_approved ON attempts USING btree (acquirer, account, started_at_ms) WHERE state = 'approved'::text AND acquirer <> 'sandbox'::text;

create unique index attempts_one_blocking ON attempts USING btree (payment_id) WHERE state = ANY (ARRAY['sending'::text, 'challenged'::text, 'unknown'::text, 'reversing'::text, 'approved'::text, 'set_aside'::text]);

create index attempts_unsettled ON attempts USING btree (state, started_at_ms) WHERE settled_at_ms IS NULL AND state <> 'sending'::text AND state <> 'challenged'::text;

create trigger attempts_approval_while_open AFTER UPDATE ON attempts FOR EACH ROW WHEN (new.state = 'approved'::text AND old.state <> 'approved'::text) EXECUTE FUNCTION refuse_approval_of_ended_payment();

create trigger attempts_are_fixed BEFORE UPDATE ON attempts FOR EACH ROW WHEN (new.payment_id IS DISTINCT FROM old.payment_id OR new.number IS DISTINCT FROM old.number OR new.reference IS DISTINCT FROM old.reference OR new.acquirer IS DISTINCT FROM old.acquirer OR new.account IS DISTINCT FROM old.account OR new.must_prepare IS DISTINCT FROM old.must_prepare OR new.card_brand IS DISTINCT FROM old.card_brand OR new.card_last4 IS DISTINCT FROM old.card_last4 OR new.card_exp_month IS DISTINCT FROM old.card_exp_month OR new.card_exp_year IS DISTINCT FROM old.card_exp_year OR new.card_network IS DISTINCT FROM old.card_network OR new.started_at_ms IS DISTINCT FROM old.started_at_ms) EXECUTE FUNCTION refuse('the terms of an attempt never change');

create trigger attempts_are_not_emptied BEFORE TRUNCATE ON attempts FOR EACH STATEMENT EXECUTE FUNCTION refuse('attempts are never deleted');

create trigger attempts_decision_is_final BEFORE UPDATE ON attempts FOR EACH ROW WHEN (old.decided_at_ms IS NOT NULL AND (new.decided_at_ms IS DISTINCT FROM old.decided_at_ms OR new.decision_payment_waits IS DISTINCT FROM old.decision_payment_waits OR new.decision_decline_code IS DISTINCT FROM old.decision_decline_code)) EXECUTE FUNCTION refuse('a decision is final');

create trigger attempts_handle_is_final BEFORE UPDATE ON attempts FOR EACH ROW WHEN (old.handle IS NOT NULL AND new.handle IS DISTINCT FROM old.handle) EXECUTE FUNCTION refuse('the handle of an attempt never changes');

create trigger attempts_method_ends_once BEFORE UPDATE ON attempts FOR EACH ROW WHEN (old.method_completion IS NOT NULL AND new.method_completion IS DISTINCT FROM old.method_completion) EXECUTE FUNCTION refuse('the 3-D Secure method ends once');

create trigger attempts_settled_is_final BEFORE UPDATE ON attempts FOR EACH ROW WHEN (new.state <> old.state AND ((old.state = ANY (ARRAY['approved'::text, 'declined'::text, 'not_sent'::text, 'paid_back'::text])) OR old.state = 'reversed'::text AND new.state <> 'paying_back'::text)) EXECUTE FUNCTION refuse('a settled attempt never changes its state');

create trigger attempts_start_while_open AFTER INSERT ON attempts FOR EACH ROW EXECUTE FUNCTION refuse_attempt_of_ended_payment();

create trigger attempts_stay BEFORE DELETE ON attempts FOR EACH ROW EXECUTE FUNCTION refuse('attempts are never deleted');

create table refunds (
  payment_id text collate "C" not null,
  position integer not null,
  id text collate "C" not null,
  amount_minor bigint not null,
  reason text not null,
  state text collate "C" not null,
  reference text collate "C" not null,
  decline_code text collate "C",
  acquirer_refund_id text,
  inquiries integer not null,
  not_found_count integer not null,
  next_at_ms bigint,
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  completed_at_ms bigint,
  PRIMARY KEY (payment_id, "position"),
  UNIQUE (id),
  UNIQUE (reference),
  FOREIGN KEY (payment_id) REFERENCES payments(id),
  FOREIGN KEY (decline_code) REFERENCES decline_codes(code),
  CHECK ("position" >= 1 AND "position" <= 100),
  CHECK (length(id) >= 1 AND length(id) <= 64),
  CHECK (amount_minor >= 1 AND amount_minor <= '999999999999'::bigint),
  CHECK (length(reason) >= 1 AND length(reason) <= 50),
  CHECK (state = ANY (ARRAY['sending'::text, 'pending'::text, 'unknown'::text, 'reversing'::text, 'succeeded'::text, 'failed'::text, 'set_aside'::text])),
  CHECK (length(reference) >= 1 AND length(reference) <= 64),
  CHECK (length(acquirer_refund_id) <= 255),
  CHECK (inquiries >= 0),
  CHECK (not_found_count >= 0),
  CHECK (next_at_ms >= 0),
  CHECK (created_at_ms >= 0),
  CHECK (updated_at_ms >= 0),
  CHECK (completed_at_ms >= 0)
);

create index refunds_unsettled ON refunds USING btree (state, created_at_ms) WHERE completed_at_ms IS NULL AND state <> 'sending'::text AND state <> 'pending'::text;

create trigger refunds_are_fixed BEFORE UPDATE ON refunds FOR EACH ROW WHEN (new.payment_id IS DISTINCT FROM old.payment_id OR new."position" IS DISTINCT FROM old."position" OR new.id IS DISTINCT FROM old.id OR new.amount_minor IS DISTINCT FROM old.amount_minor OR new.reason IS DISTINCT FROM old.reason OR new.reference IS DISTINCT FROM old.reference OR new.created_at_ms IS DISTINCT FROM old.created_at_ms) EXECUTE FUNCTION refuse('the terms never change');

create trigger refunds_are_not_emptied BEFORE TRUNCATE ON refunds FOR EACH STATEMENT EXECUTE FUNCTION refuse('refunds are never deleted');

create trigger refunds_settled_is_final BEFORE UPDATE ON refunds FOR EACH ROW WHEN ((old.state = ANY (ARRAY['succeeded'::text, 'failed'::text])) AND new.state <> old.state) EXECUTE FUNCTION refuse('a settled refund never changes its state');

create trigger refunds_stay BEFORE DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION refuse('refunds are never deleted');

create trigger refunds_within_amount AFTER INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION refuse_refund_of_too_much();

create table events (
  payment_number bigint not null,
  version integer not null,
  position integer not null,
  body text not null,
  hash text not null,
  PRIMARY KEY (payment_number, version, "position"),
  FOREIGN KEY (payment_number) REFERENCES payments(number),
  CHECK (version >= 1),
  CHECK ("position" >= 0),
  CHECK (length(body) <= 200000),
  CHECK (length(hash) = 64)
);

create trigger events_are_never_changed BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION refuse('events are append-only');

create trigger events_are_never_removed BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse('events are append-only');

create trigger events_are_not_emptied BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse('events are append-only');

create table personal_data (
  payment_number bigint not null,
  version integer not null,
  position integer not null,
  body text not null,
  PRIMARY KEY (payment_number, version, "position"),
  FOREIGN KEY (payment_number) REFERENCES payments(number),
  CHECK (version >= 1),
  CHECK ("position" >= 0),
  CHECK (length(body) <= 200000)
);

create trigger personal_data_is_not_emptied BEFORE TRUNCATE ON personal_data FOR EACH STATEMENT EXECUTE FUNCTION refuse('personal data is overwritten, not deleted');

create trigger personal_data_is_only_overwritten BEFORE UPDATE ON personal_data FOR EACH ROW WHEN (new.payment_number IS DISTINCT FROM old.payment_number OR new.version IS DISTINCT FROM old.version OR new."position" IS DISTINCT FROM old."position" OR TRIM(BOTH FROM new.body) <> ''::text OR octet_length(new.body) <> octet_length(old.body)) EXECUTE FUNCTION refuse('personal data is only overwritten, after the payment says so');

create trigger personal_data_is_overwritten_once_removed AFTER UPDATE ON personal_data FOR EACH ROW EXECUTE FUNCTION refuse_early_removal();

create trigger personal_data_stays BEFORE DELETE ON personal_data FOR EACH ROW EXECUTE FUNCTION refuse('personal data is overwritten, not deleted');

create table webhook_events (
  merchant_id text collate "C" not null,
  mode text collate "C" not null,
  id text collate "C" not null,
  type text collate "C" not null,
  payment_number bigint,
  payment_version integer,
  created_at_ms bigint not null,
  body text not null,
  PRIMARY KEY (merchant_id, mode, id),
  FOREIGN KEY (payment_number) REFERENCES payments(number),
  CHECK (length(merchant_id) >= 1 AND length(merchant_id) <= 64),
  CHECK (mode = ANY (ARRAY['test'::text, 'live'::text])),
  CHECK (length(id) >= 1 AND length(id) <= 64),
  CHECK (length(type) >= 1 AND length(type) <= 64),
  CHECK ((payment_number IS NULL) = (payment_version IS NULL)),
  CHECK (payment_version >= 1),
  CHECK (created_at_ms >= 0),
  CHECK (length(body) >= 1 AND length(body) <= 200000)
);

create index webhook_events_by_type ON webhook_events USING btree (merchant_id, mode, type, id);

create index webhook_events_of_payment ON webhook_events USING btree (payment_number, payment_version, id);

create trigger webhook_events_are_never_changed BEFORE UPDATE ON webhook_events FOR EACH ROW EXECUTE FUNCTION refuse('events never change');

create table webhook_endpoints (
  id text collate "C" not null,
  merchant_id text collate "C" not null,
  mode text collate "C" not null,
  url text,
  events text not null,
  description text,
  secret text not null,
  previous_secret text,
  previous_secret_until_ms bigint,
  disabled_at_ms bigint,
  disabled_reason text collate "C",
  failing_since_ms bigint,
  last_success_at_ms bigint,
  created_at_ms bigint not null,
  deleted_at_ms bigint,
  version integer not null,
  PRIMARY KEY (id),
  FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  CHECK (length(id) >= 1 AND length(id) <= 64),
  CHECK (mode = ANY (ARRAY['test'::text, 'live'::text])),
  CHECK (length(url) >= 1 AND length(url) <= 2048),
  CHECK (length(events) >= 1 AND length(events) <= 1000),
  CHECK (length(description) >= 1 AND length(description) <= 500),
  CHECK (length(secret) >= 1 AND length(secret) <= 500),
  CHECK (length(previous_secret) >= 1 AND length(previous_secret) <= 500),
  CHECK ((previous_secret IS NULL) = (previous_secret_until_ms IS NULL)),
  CHECK (previous_secret_until_ms >= 0),
  CHECK (disabled_at_ms >= 0),
  CHECK ((disabled_at_ms IS NULL) = (disabled_reason IS NULL)),
  CHECK (disabled_reason = ANY (ARRAY['requested'::text, 'gone'::text, 'failing'::text])),
  CHECK (failing_since_ms >= 0),
  CHECK (last_success_at_ms >= 0),
  CHECK (created_at_ms >= 0),
  CHECK (deleted_at_ms >= 0),
  CHECK (version >= 1)
);

create index webhook_endpoints_of_merchant ON webhook_endpoints USING btree (merchant_id, mode, id);

create table webhook_deliveries (
  endpoint_id text collate "C" not null,
  event_id text collate "C" not null,
  payment_number bigint,
  payment_version integer,
  state text collate "C" not null,
  trigger_kind text collate "C" not null,
  attempt_count integer not null,
  schedule_count integer not null,
  next_at_ms bigint,
  resume_at_ms bigint,
  completed_at_ms bigint,
  last_status_code integer,
  last_error text collate "C",
  PRIMARY KEY (endpoint_id, event_id),
  FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id),
  CHECK (length(event_id) >= 1 AND length(event_id) <= 64),
  CHECK (state = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text, 'skipped'::text])),
  CHECK (state <> 'pending'::text OR next_at_ms IS NOT NULL),
  CHECK (trigger_kind = ANY (ARRAY['schedule'::text, 'recover'::text, 'resend'::text, 'test'::text])),
  CHECK (attempt_count >= 0),
  CHECK (schedule_count >= 0 AND schedule_count <= attempt_count),
  CHECK (next_at_ms >= 0),
  CHECK (resume_at_ms >= 0),
  CHECK (completed_at_ms >= 0),
  CHECK (last_status_code >= 100 AND last_status_code <= 999),
  CHECK (length(last_error) >= 1 AND length(last_error) <= 64)
);

create index webhook_deliveries_due ON webhook_deliveries USING btree (endpoint_id, next_at_ms, event_id) WHERE next_at_ms IS NOT NULL;

create index webhook_deliveries_given_up ON webhook_deliveries USING btree (endpoint_id, state, event_id) WHERE state = ANY (ARRAY['failed'::text, 'skipped'::text]);

create table webhook_attempts (
  endpoint_id text collate "C" not null,
  event_id text collate "C" not null,
  number integer not null,
  trigger_kind text collate "C" not null,
  at_ms bigint not null,
  duration_ms bigint not null,
  status_code integer,
  error text collate "C",
  excerpt text,
  PRIMARY KEY (endpoint_id, event_id, number),
  CHECK (number >= 1),
  CHECK (trigger_kind = ANY (ARRAY['schedule'::text, 'recover'::text, 'resend'::text, 'test'::text])),
  CHECK (at_ms >= 0),
  CHECK (duration_ms >= 0),
  CHECK (status_code >= 100 AND status_code <= 999),
  CHECK (length(error) >= 1 AND length(error) <= 64),
  CHECK (length(excerpt) <= 1024)
);

create table webhook_resends (
  merchant_id text collate "C" not null,
  mode text collate "C" not null,
  id text collate "C" not null,
  event_id text collate "C" not null,
  requested_at_ms bigint not null,
  PRIMARY KEY (merchant_id, mode, id),
  CHECK (length(merchant_id) >= 1 AND length(merchant_id) <= 64),
  CHECK (mode = ANY (ARRAY['test'::text, 'live'::text])),
  CHECK (length(id) = 26),
  CHECK (length(event_id) >= 1 AND length(event_id) <= 64),
  CHECK (requested_at_ms >= 0)
);

create table idempotency_records (
  key_id text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  response_status integer not null,
  response_body text not null,
  created_at_ms bigint not null,
  PRIMARY KEY (key_id, key),
  CHECK (length(key_id) >= 1 AND length(key_id) <= 64),
  CHECK (length(key) >= 1 AND length(key) <= 255),
  CHECK (length(fingerprint) >= 1 AND length(fingerprint) <= 64),
  CHECK (response_status >= 200 AND response_status <= 299),
  CHECK (length(response_body) <= 500000),
  CHECK (created_at_ms >= 0)
);

create index idempotency_records_oldest ON idempotency_records USING btree (created_at_ms);

create table installation_secrets (
  name text collate "C" not null,
  value text not null,
  PRIMARY KEY (name),
  CHECK (length(name) >= 1 AND length(name) <= 64),
  CHECK (length(value) = 64)
);

create trigger installation_secrets_are_fixed BEFORE UPDATE ON installation_secrets FOR EACH ROW EXECUTE FUNCTION refuse('an installation secret never changes');

create table clock (
  only_row integer not null,
  boot_id text not null,
  stretches text not null,
  PRIMARY KEY (only_row),
  CHECK (only_row = 1),
  CHECK (length(boot_id) >= 1 AND length(boot_id) <= 64),
  CHECK (length(stretches) <= 4000)
);

create table moves (
  only_row integer not null,
  id text not null,
  began_at_ms bigint not null,
  finished_at_ms bigint,
  PRIMARY KEY (only_row),
  CHECK (only_row = 1),
  CHECK (length(id) = 32),
  CHECK (began_at_ms >= 0),
  CHECK (finished_at_ms >= 0)
);

create unlogged table key_usage (
  key_id text collate "C" not null,
  window_ms bigint not null,
  ended_ms bigint,
  requests bigint not null,
  day_ms bigint not null,
  bytes bigint not null,
  PRIMARY KEY (key_id),
  CHECK (length(key_id) >= 1 AND length(key_id) <= 64),
  CHECK (requests >= 0),
  CHECK (bytes >= 0)
);

create table leases (
  name text collate "C" not null,
  holder text not null,
  until_ms bigint not null,
  PRIMARY KEY (name),
  CHECK (length(name) >= 1 AND length(name) <= 64),
  CHECK (length(holder) >= 1 AND length(holder) <= 64)
);

create unlogged table node_reports (
  node text collate "C" not null,
  number bigint not null,
  at_ms bigint not null,
  body text not null,
  PRIMARY KEY (node, number),
  CHECK (length(node) >= 1 AND length(node) <= 64),
  CHECK (number >= 1),
  CHECK (length(body) <= 1000000)
);
