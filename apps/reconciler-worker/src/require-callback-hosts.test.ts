import { GroupId, TenantId } from '@recordings/call-record';
import { requireCallbackHosts } from './require-callback-hosts.ts';

const group = (name: string, callbackUrl?: string) => ({
  name: GroupId.parse(name),
  tenant: TenantId.parse('acme'),
  ...(callbackUrl && { callbackUrl }),
});

describe('requireCallbackHosts', () => {
  const config = { CALLBACK_HOSTS: ['results.example', 'other.example:8443'] };

  it('takes groups without a URL, and with one of an allowed host', () => {
    const allowed = ['https://RESULTS.example/a', 'https://other.example:8443/b'];
    const groups = [group('A'), ...allowed.map((url) => group('B', url))];
    expect(() => requireCallbackHosts(config, groups)).not.toThrow();
  });

  it('names each group whose host is not allowed', () => {
    const groups = [
      group('A', 'https://evil.example/'),
      group('B', 'https://results.example:8443/'),
      group('C'),
    ];
    expect(() => requireCallbackHosts(config, groups)).toThrow(
      'callbackUrl of a host that CALLBACK_HOSTS lacks: A of acme: evil.example; B of acme: results.example:8443',
    );
  });
});
