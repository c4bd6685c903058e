/**
 * The tables of the sandbox acquirer's ledger in PostgreSQL, in a schema of their own. The rules are those of the ledger in
 * a file: see `../sqlite/schema.ts`.
 */

export const schemaName = 'flowlix_sandbox'
export const schemaVersion = 1

/** A change locks the buckets of its references, because an entry that is not there yet cannot be locked. */
export const bucketCount = 256

export const schema = `
create schema flowlix_sandbox;

create table flowlix_sandbox.version (version integer primary key);
insert into flowlix_sandbox.version values (${schemaVersion});

create table flowlix_sandbox.buckets (bucket integer primary key);
insert into flowlix_sandbox.buckets select generate_series(0, ${bucketCount - 1});

create table flowlix_sandbox.authorizations (
  reference text primary key check (length(reference) between 1 and 64),
  payment_key text not null,
  amount_minor bigint not null check (amount_minor between 1 and 999999999999),
  currency text not null check (length(currency) = 3),
  last4 text check (last4 ~ '^[0-9]{4}$'),
  country text check (length(country) = 2),
  payee text not null check (length(payee) <= 1024),
  network text check (length(network) between 1 and 64),
  state text not null check (state in ('challenged', 'approved', 'declined', 'reversed')),
  decline_code text check (length(decline_code) between 1 and 64),
  transaction_id text unique,
  challenge_id text unique,
  is_form boolean not null,
  method_notification_url text check (
    method_notification_url ~ '^https?://' and length(method_notification_url) <= 4096
  ),
  method_completion text check (method_completion in ('Y', 'N', 'U')),
  approves_after_method boolean not null,
  decline_after_challenge text check (length(decline_after_challenge) between 1 and 64),
  refunds_fail boolean not null,
  return_url text check (return_url ~ '^https?://' and length(return_url) <= 4096),
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  check ((state = 'declined') = (decline_code is not null)),
  check (state <> 'approved' or transaction_id is not null),
  check ((challenge_id is null) = (return_url is null)),
  check (method_notification_url is null or challenge_id is not null),
  check (method_completion is null or method_notification_url is not null),
  check (state <> 'challenged' or challenge_id is not null)
);
create index authorizations_by_payment on flowlix_sandbox.authorizations (payment_key);

create table flowlix_sandbox.refunds (
  reference text primary key check (length(reference) between 1 and 64),
  original_reference text not null,
  amount_minor bigint not null check (amount_minor between 1 and 999999999999),
  currency text not null check (length(currency) = 3),
  refund_id text not null unique,
  state text not null check (state in ('pending', 'succeeded', 'failed', 'reversed')),
  becomes text not null check (becomes in ('succeeded', 'failed')),
  due_at_ms bigint not null,
  decline_code text check (length(decline_code) between 1 and 64),
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  check ((state = 'failed') = (decline_code is not null))
);
create index refunds_by_original on flowlix_sandbox.refunds (original_reference);

-- References that were reversed before they arrived: what comes later under them has no effect.
create table flowlix_sandbox.tombstones (
  reference text primary key check (length(reference) between 1 and 64),
  created_at_ms bigint not null
);

-- Two authorizations of one payment that were approved at the same time. This must stay empty.
create table flowlix_sandbox.incidents (
  id bigint generated always as identity primary key,
  payment_key text not null,
  reference text not null,
  other_reference text not null,
  at_ms bigint not null
);

create function flowlix_sandbox.refuse() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0];
end $$;

create function flowlix_sandbox.note_incidents() returns trigger language plpgsql as $$
begin
  insert into flowlix_sandbox.incidents (payment_key, reference, other_reference, at_ms)
  select new.payment_key, new.reference, reference, new.updated_at_ms from flowlix_sandbox.authorizations
  where payment_key = new.payment_key and reference <> new.reference and state = 'approved';
  return null;
end $$;

create trigger second_approval_at_once after insert on flowlix_sandbox.authorizations
for each row when (new.state = 'approved') execute function flowlix_sandbox.note_incidents();

create trigger second_approval_after_challenge after update of state on flowlix_sandbox.authorizations
for each row when (new.state = 'approved' and old.state <> 'approved')
execute function flowlix_sandbox.note_incidents();

create trigger authorization_states before update of state on flowlix_sandbox.authorizations
for each row when (
  new.state <> old.state and not (old.state = 'challenged' or (old.state = 'approved' and new.state = 'reversed'))
) execute function flowlix_sandbox.refuse('an authorization never leaves this state');

create trigger authorization_terms before update on flowlix_sandbox.authorizations
for each row when (
  (new.reference, new.payment_key, new.amount_minor, new.currency)
  is distinct from (old.reference, old.payment_key, old.amount_minor, old.currency)
) execute function flowlix_sandbox.refuse('the terms of an authorization never change');

create trigger refund_states before update of state on flowlix_sandbox.refunds
for each row when (old.state <> 'pending')
execute function flowlix_sandbox.refuse('a refund never leaves this state');

create function flowlix_sandbox.check_tombstone() returns trigger language plpgsql as $$
begin
  if exists (select from flowlix_sandbox.tombstones where reference = new.reference) then
    raise exception 'this reference was reversed';
  end if;
  return new;
end $$;

create trigger authorization_after_tombstone before insert on flowlix_sandbox.authorizations
for each row execute function flowlix_sandbox.check_tombstone();

create trigger refund_after_tombstone before insert on flowlix_sandbox.refunds
for each row execute function flowlix_sandbox.check_tombstone();

create function flowlix_sandbox.check_refund() returns trigger language plpgsql as $$
begin
  if not exists (
    select from flowlix_sandbox.authorizations where reference = new.original_reference and state = 'approved'
    and amount_minor >= new.amount_minor + (
      select coalesce(sum(amount_minor), 0) from flowlix_sandbox.refunds
      where original_reference = new.original_reference and state in ('pending', 'succeeded')))
  then
    raise exception 'refunds never exceed what was approved';
  end if;
  return new;
end $$;

create trigger refund_within_authorization before insert on flowlix_sandbox.refunds
for each row when (new.state in ('pending', 'succeeded')) execute function flowlix_sandbox.check_refund();
`
