import { z } from 'zod';
import { ocpConfig, requestBudgetOf } from './ocp-config.ts';

const Config = z.object(ocpConfig);
const required = {
  OCP_BASE_URL: 'https://ocp.example:8443/api',
  OCP_CREDENTIALS: '{"acme":{"kind":"pat","token":"secret-token"}}',
};

describe('ocpConfig', () => {
  it('reads credentials and hosts, and has the documented defaults', () => {
    const hosts = { OCP_DOWNLOAD_HOSTS: ' a.example, ,b.example:8443 ' };
    expect(Config.parse({ ...required, ...hosts })).toEqual({
      OCP_BASE_URL: required.OCP_BASE_URL,
      OCP_CREDENTIALS: { acme: { kind: 'pat', token: 'secret-token' } },
      OCP_TIMEOUT_MS: 30_000,
      OCP_MAX_REQUESTS: 100,
      OCP_REQUEST_PERIOD_SECONDS: 60,
      OCP_CLOCK_SLACK_MS: 1_000,
      OCP_RETRY_MS: '1000,5000,30000',
      OCP_BREAKER_OPEN_SECONDS: 60,
      OCP_DOWNLOAD_HOSTS: ['a.example', 'b.example:8443'],
    });
    expect(Config.parse(required).OCP_DOWNLOAD_HOSTS).toEqual([]);
  });

  it.each([
    ['a URL that is not http', { OCP_BASE_URL: 'ftp://ocp.example' }],
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

describe('requestBudgetOf', () => {
  it('names the budget after OCP’s host, with its port, and counts in milliseconds', () => {
    const over = { OCP_MAX_REQUESTS: '7', OCP_REQUEST_PERIOD_SECONDS: '90', OCP_CLOCK_SLACK_MS: '500' };
    expect(requestBudgetOf(Config.parse({ ...required, ...over }))).toEqual({
      name: 'ocp.example:8443',
      limit: { maxRequests: 7, periodMs: 90_000, slackMs: 500 },
    });
  });
});
