import { OcpCredentialsError } from '@recordings/reconciliation';
import { requireCredentials } from './require-credentials.ts';

const known = { acme: { kind: 'api-key', apiKey: 'key-of-acme' } as const };
const groupsWith = (...names: readonly string[]) => names.map((credentials) => ({ credentials }));

describe('requireCredentials', () => {
  it('accepts groups whose credentials are known', () => {
    expect(() => requireCredentials(known, groupsWith('acme', 'acme'))).not.toThrow();
  });

  it('names the place of each group whose credentials are missing', () => {
    const require = () => requireCredentials(known, groupsWith('acme', 'cash', 'dust'));
    expect(require).toThrow(OcpCredentialsError);
    expect(require).toThrow(/"cash" at groups\[1\]\.credentials, "dust" at groups\[2\]\.credentials$/);
  });
});
