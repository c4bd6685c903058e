/**
 * The tables of the sandbox acquirer's ledger. Tests judge the gateway by it, so the database enforces its rules too: a bug in
 * the adapter causes an error or a row in `incidents`, and never a ledger that is wrong without anyone noticing.
 */

export const schemaVersion = 1

export const schema = `
create table authorizations (
  reference text primary key check (length(reference) between 1 and 64),
  payment_key text not null,
  amount_minor integer not null check (amount_minor between 1 and 999999999999),
  currency text not null check (length(currency) = 3),
  last4 text check (last4 glob '[0-9][0-9][0-9][0-9]'),
  country text check (length(country) = 2),
  payee text not null check (length(payee) <= 1024),
  network text check (length(network) between 1 and 64),
  state text not null check (state in ('challenged', 'approved', 'declined', 'reversed')),
  decline_code text check (length(decline_code) between 1 and 64),
  transaction_id text unique,
  challenge_id text unique,
  is_form integer not null check (is_form in (0, 1)),
  method_notification_url text check (
    (method_notification_url glob 'http://*' or method_notification_url glob 'https://*')
    and length(method_notification_url) <= 4096
  ),
  method_completion text check (method_completion in ('Y', 'N', 'U')),
  approves_after_method integer not null check (approves_after_method in (0, 1)),
  decline_after_challenge text check (length(decline_after_challenge) between 1 and 64),
  refunds_fail integer not null check (refunds_fail in (0, 1)),
  return_url text check ((return_url glob 'http://*' or return_url glob 'https://*') and length(return_url) <= 4096),
  created_at_ms integer not null,
  updated_at_ms integer not null,
  check ((state = 'declined') = (decline_code is not null)),
  check (state <> 'approved' or transaction_id is not null),
  check ((challenge_id is null) = (return_url is null)),
  check (method_notification_url is null or challenge_id is not null),
  check (method_completion is null or method_notification_url is not null),
  check (state <> 'challenged' or challenge_id is not null)
) strict;
create index authorizations_by_payment on authorizations (payment_key);

create table refunds (
  reference text primary key check (length(reference) between 1 and 64),
  original_reference text not null,
  amount_minor integer not null check (amount_minor between 1 and 999999999999),
  currency text not null check (length(currency) = 3),
  refund_id text not null unique,
  state text not null check (state in ('pending', 'succeeded', 'failed', 'reversed')),
  becomes text not null check (becomes in ('succeeded', 'failed')),
  due_at_ms integer not null,
  decline_code text check (length(decline_code) between 1 and 64),
  created_at_ms integer not null,
  updated_at_ms integer not null,
  check ((state = 'failed') = (decline_code is not null))
) strict;
create index refunds_by_original on refunds (original_reference);
create index refunds_due on refunds (due_at_ms) where state = 'pending';

-- References that were reversed before they arrived: what comes later under them has no effect.
create table tombstones (
  reference text primary key check (length(reference) between 1 and 64),
  created_at_ms integer not null
) strict;

-- Two authorizations of one payment that were approved at the same time. This must stay empty.
create table incidents (
  id integer primary key,
  payment_key text not null,
  reference text not null,
  other_reference text not null,
  at_ms integer not null
) strict;

create trigger second_approval_at_once after insert on authorizations when new.state = 'approved'
begin
  insert into incidents (payment_key, reference, other_reference, at_ms)
  select new.payment_key, new.reference, reference, new.updated_at_ms from authorizations
  where payment_key = new.payment_key and reference <> new.reference and state = 'approved';
end;

create trigger second_approval_after_challenge after update of state on authorizations
when new.state = 'approved' and old.state <> 'approved'
begin
  insert into incidents (payment_key, reference, other_reference, at_ms)
  select new.payment_key, new.reference, reference, new.updated_at_ms from authorizations
  where payment_key = new.payment_key and reference <> new.reference and state = 'approved';
end;

create trigger authorization_states before update of state on authorizations
when not (old.state = 'challenged' or (old.state = 'approved' and new.state = 'reversed'))
begin
  select raise(abort, 'an authorization never leaves this state');
end;

create trigger authorization_terms before update of reference, payment_key, amount_minor, currency on authorizations
begin
  select raise(abort, 'the terms of an authorization never change');
end;

create trigger authorization_after_tombstone before insert on authorizations
when exists (select 1 from tombstones where reference = new.reference)
begin
  select raise(abort, 'this reference was reversed');
end;

create trigger refund_states before update of state on refunds when old.state <> 'pending'
begin
  select raise(abort, 'a refund never leaves this state');
end;

create trigger refund_after_tombstone before insert on refunds
when exists (select 1 from tombstones where reference = new.reference)
begin
  select raise(abort, 'this reference was reversed');
end;

create trigger refund_within_authorization before insert on refunds
when new.state in ('pending', 'succeeded') and not exists (
  select 1 from authorizations where reference = new.original_reference and state = 'approved'
  and amount_minor >= new.amount_minor + (
    select coalesce(sum(amount_minor), 0) from refunds
    where original_reference = new.original_reference and state in ('pending', 'succeeded')))
begin
  select raise(abort, 'refunds never exceed what was approved');
end;
`
