/** Names without case, `_` and `-`: `customer_id` is `customerId`. */
export const plainName = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

/** What a call is found by. They are OCP's own; a changed one would be another call. In plain form. */
const ids: ReadonlySet<string> = new Set(['id', 'group', 'callid', 'dialogid', 'tenantid', 'recordingid']);

/** What a call is made of. No policy may change them. */
const structural: ReadonlySet<string> = new Set([
  ...['groupid', 'ocpgroupname', 'flow', 'eventtype', 'messagetype'],
  ...['time', 'timestamp', 'starttimestamp', 'endtimestamp', 'calltimestamp', 'duration', 'durationms'],
]);

const phones: ReadonlySet<string> = new Set([
  ...['ani', 'dnis', 'cli', 'fax', 'originuri', 'destinationuri'],
  ...['caller', 'callee', 'callerid', 'callernumber', 'callednumber', 'callingnumber'],
]);
const PHONE = /phone|msisdn|mobile/;

const secrets: ReadonlySet<string> = new Set(['pan', 'pin', 'auth', 'jwt']);
const SECRET = /passw|secret|token|authorization|cookie|apikey|accesskey|privatekey|cardnumber|cvv|cvc|iban/;

/** OCP's hash of the caller's address is read as the customer's id. */
export const CUSTOMER_ID = 'customerid';
const customers: ReadonlySet<string> = new Set([CUSTOMER_ID, 'hashedoriginuri']);

export type FieldKind = 'id' | 'structural' | 'customer' | 'phone' | 'secret' | 'other';

/** @param plain a name in its plain form. */
export const kindOf = (plain: string): FieldKind => {
  if (ids.has(plain)) return 'id';
  if (structural.has(plain)) return 'structural';
  if (customers.has(plain)) return 'customer';
  if (secrets.has(plain) || SECRET.test(plain)) return 'secret';
  return phones.has(plain) || PHONE.test(plain) ? 'phone' : 'other';
};
