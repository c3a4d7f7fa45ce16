import { z } from 'zod';
import { checkOcpConfig, ocpConfig, ocpHostOf, requestBudgetOf } from './ocp-config.ts';

const Config = z.object(ocpConfig);
const required = {
  OCP_BASE_URL: 'https://ocp.example:8443/api',
  OCP_CREDENTIALS: '{"acme":{"kind":"pat","token":"secret-token"}}',
};

describe('ocpConfig', () => {
  it('reads credentials and hosts, and has the documented defaults', () => {
    const hosts = { OCP_DOWNLOAD_HOSTS: ' a.example, ,b.example:8443 ', OCP_PRIVATE_HOSTS: 'a.example' };
    expect(Config.parse({ ...required, ...hosts })).toEqual({
      OCP_BASE_URL: required.OCP_BASE_URL,
      OCP_CREDENTIALS: { credentials: { acme: { kind: 'pat', token: 'secret-token' } } },
      OCP_CREDENTIALS_RELOAD_SECONDS: 60,
      OCP_TIMEOUT_MS: 30_000,
      OCP_MAX_REQUESTS: 100,
      OCP_REQUEST_PERIOD_SECONDS: 60,
      OCP_CLOCK_SLACK_MS: 1_000,
      OCP_RETRY_MS: '1000,5000,30000',
      OCP_BREAKER_OPEN_SECONDS: 60,
      OCP_BREAKER_LONG_OPEN_SECONDS: 300,
      OCP_DOWNLOAD_HOSTS: ['a.example', 'b.example:8443'],
      OCP_PRIVATE_HOSTS: ['a.example'],
      OCP_ALLOW_HTTP: false,
    });
    expect(Config.parse(required).OCP_DOWNLOAD_HOSTS).toEqual([]);
  });

  it.each([
    ['a URL that is not http', { OCP_BASE_URL: 'ftp://ocp.example' }],
    ['a URL with a password', { OCP_BASE_URL: 'https://user:pass@ocp.example' }],
    ['an unknown kind of credentials', { OCP_CREDENTIALS: '{"acme":{"kind":"basic","token":"x"}}' }],
    ['an empty token', { OCP_CREDENTIALS: '{"acme":{"kind":"bearer","token":""}}' }],
    ['waits in words', { OCP_RETRY_MS: '1s' }],
    ['a limit of 0 requests', { OCP_MAX_REQUESTS: '0' }],
    ['a timeout below 100 ms', { OCP_TIMEOUT_MS: '99' }],
  ])('refuses %s', (_, over) => {
    expect(Config.safeParse({ ...required, ...over }).success).toBe(false);
  });

  it('does not repeat credentials that are not JSON', () => {
    const { error } = Config.safeParse({ ...required, OCP_CREDENTIALS: '{secret-token' });
    expect(error?.message).toContain('the value is not JSON');
    expect(error?.message).not.toContain('secret-token');
  });
});

describe('checkOcpConfig', () => {
  const Checked = Config.superRefine(checkOcpConfig);

  it.each(['http://ocp.example', 'HTTP://127.0.0.1:8080/api'])('refuses the plain base URL %s', (url) => {
    const { error } = Checked.safeParse({ ...required, OCP_BASE_URL: url });
    expect(error?.issues).toMatchObject([
      { path: ['OCP_BASE_URL'], message: expect.stringContaining('https') },
    ]);
    expect(error?.issues[0]?.message).toContain('OCP_ALLOW_HTTP=true');
  });

  it('accepts https, and http where a variable allows it', () => {
    expect(Checked.safeParse(required).success).toBe(true);
    const plain = { ...required, OCP_BASE_URL: 'http://ocp-simulator:8080', OCP_ALLOW_HTTP: 'true' };
    expect(Checked.parse(plain).OCP_ALLOW_HTTP).toBe(true);
  });

  it('accepts neither 1 nor yes as true', () => {
    for (const text of ['1', 'yes', 'TRUE'])
      expect(Config.safeParse({ ...required, OCP_ALLOW_HTTP: text }).success).toBe(false);
  });
});

describe('ocpHostOf', () => {
  it.each([
    'https://ocp.example',
    'https://OCP.Example/api/v2/',
    'https://ocp.example:443',
    'http://ocp.example:80/',
    'https://ocp.example.',
    'https://someone@ocp.example/?x=1',
  ])('names the same OCP for %s', (url) => {
    expect(ocpHostOf({ OCP_BASE_URL: url })).toBe('ocp.example');
  });

  it.each([
    ['another port', 'https://ocp.example:8443', 'ocp.example:8443'],
    ['another port after a dot', 'https://ocp.example.:8443/api', 'ocp.example:8443'],
    ['another host', 'https://ocp2.example', 'ocp2.example'],
    ['an IPv6 address', 'https://[::1]:8443', '[::1]:8443'],
  ])('tells apart an OCP at %s', (_, url, expected) => {
    expect(ocpHostOf({ OCP_BASE_URL: url })).toBe(expected);
  });
});

describe('requestBudgetOf', () => {
  it('names the budget after OCP’s host, with its port, and counts in milliseconds', () => {
    const over = { OCP_MAX_REQUESTS: '7', OCP_REQUEST_PERIOD_SECONDS: '90', OCP_CLOCK_SLACK_MS: '500' };
    expect(requestBudgetOf(Config.parse({ ...required, ...over }))).toEqual({
      name: 'ocp.example:8443',
      limit: { maxRequests: 7, periodMs: 90_000, slackMs: 500 },
    });
  });
});
