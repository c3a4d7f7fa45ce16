import { OcpCredentialsError, OcpUnavailableError } from '@recordings/reconciliation';
import { startDeadline } from './deadline.ts';
import { transportFault } from './transport-fault.ts';

const alert = Object.assign(new Error('tlsv1 alert unknown ca'), { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });

describe('transportFault', () => {
  it.each([
    ['a refused credential from a host that our certificate is for', true, OcpCredentialsError],
    ['an outage of any other host', false, OcpUnavailableError],
  ])('takes a refused certificate for %s', (_, seesCertificate, kind) => {
    const caller = new AbortController().signal;
    const deadline = startDeadline(60_000, caller);
    const fault = transportFault(alert, { operation: 'jobStatus', seesCertificate, deadline, caller });
    deadline.lift();
    expect(fault).toBeInstanceOf(kind);
    expect(fault.cause).toBe(alert);
  });
});
