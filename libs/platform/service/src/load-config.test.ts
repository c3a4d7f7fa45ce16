import { z } from 'zod';
import { commonConfig } from './common-config.ts';
import { ConfigurationError } from './configuration-error.ts';
import { booleanFromEnv, integerFromEnv, jsonFromEnv, listFromEnv } from './env-variables.ts';
import { loadConfig } from './load-config.ts';

const Config = z.object({
  ...commonConfig,
  QUEUE_URL: z.url().describe('Queue of work'),
  OCP_API_KEY: z.string().min(20).describe('Key for OCP'),
  BATCH: integerFromEnv(1, 100).default(10).describe('Messages a batch'),
  DRY_RUN: booleanFromEnv.default(false).describe('Plan only'),
  CREDENTIALS: jsonFromEnv(z.record(z.string(), z.object({ tenants: z.array(z.string()) })))
    .default({})
    .describe('Who may call'),
});

const good = {
  RESOURCE_PREFIX: 'dev-1',
  QUEUE_URL: 'https://sqs.example/q',
  OCP_API_KEY: 'k'.repeat(20),
};

const messageOf = (env: Record<string, string | undefined>, schema: z.ZodObject = Config): string => {
  try {
    loadConfig(schema, env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('the configuration was accepted');
};

describe('loadConfig', () => {
  it('parses the variables and fills in the defaults', () => {
    const config = loadConfig(Config, { ...good, BATCH: '7', DRY_RUN: 'true', HOME: '/root' });
    expect(config).toMatchObject({
      BATCH: 7,
      DRY_RUN: true,
      MONITORING_PORT: 9090,
      HOST: '0.0.0.0',
      LOG_LEVEL: 'info',
    });
    expect(config).not.toHaveProperty('HOME');
  });

  it('counts a variable that is set to an empty text as not set', () => {
    expect(loadConfig(Config, { ...good, BATCH: '', MONITORING_PORT: '' })).toMatchObject({
      BATCH: 10,
      MONITORING_PORT: 9090,
    });
    expect(messageOf({ ...good, RESOURCE_PREFIX: '' })).toContain('RESOURCE_PREFIX: not set');
  });

  it('lists every missing or wrong variable on a line of its own, with its range and purpose', () => {
    const lines = messageOf({
      MONITORING_PORT: '70000',
      BATCH: 'many',
      DRY_RUN: '1',
      LOG_LEVEL: 'loud',
      QUEUE_URL: 'q',
    }).split('\n');
    expect(lines).toEqual([
      'the configuration is not valid:',
      expect.stringMatching(
        /^ {2}LOG_LEVEL: got "loud", expected one of trace, debug, info, .*\. Lowest level/,
      ),
      '  MONITORING_PORT: got "70000", expected integer from 0 to 65535. Port of `/health/live`, `/health/ready` and `/metrics`; 0 takes a free one',
      expect.stringMatching(
        /^ {2}RESOURCE_PREFIX: not set, expected text that matches \^\[a-z0-9-\]\{3,20\}\$\. /,
      ),
      '  QUEUE_URL: got "q", expected URL. Queue of work',
      '  OCP_API_KEY: not set, expected text, length of at least 20. Key for OCP',
      '  BATCH: got "many", expected integer from 1 to 100. Messages a batch',
      '  DRY_RUN: got "1", expected one of true, false. Plan only',
    ]);
  });

  it.each(['OCP_API_KEY', 'CLIENT_SECRET', 'ACCESS_TOKEN', 'DB_PASSWORD', 'db_password'])(
    'does not repeat the value of %s',
    (name) => {
      const message = messageOf({ [name]: 'hunter2' }, z.object({ [name]: z.string().min(20) }));
      expect(message).not.toContain('hunter2');
      expect(message).toContain(`${name}: set to a value that is not shown`);
    },
  );

  it('names neither values nor keys inside a structured secret', () => {
    const message = messageOf({ ...good, CREDENTIALS: '{"hunter2":{"tenants":["a",1]}}' });
    expect(message).not.toContain('hunter2');
    expect(message).toContain('CREDENTIALS: set to a value that is not shown, expected JSON; wrong at ….….1');
    expect(messageOf({ ...good, CREDENTIALS: 'hunter2' })).not.toContain('hunter2');
  });

  it('leaves the user and password out of a URL and shortens a long value', () => {
    const schema = z.object({ ENDPOINT: z.enum(['a', 'b']) });
    expect(messageOf({ ENDPOINT: 'https://me:hunter2@host/' }, schema)).toContain('got "https://…@host/"');
    expect(messageOf({ ENDPOINT: 'x'.repeat(500) }, schema).length).toBeLessThan(200);
  });

  it('names the place inside a structured value and gives the messages of rules over several variables', () => {
    const schema = z
      .object({ HOSTS: listFromEnv(z.string().max(3)), MIN: integerFromEnv(1, 9), MAX: integerFromEnv(1, 9) })
      .refine(({ MIN, MAX }) => MIN <= MAX, { path: ['MIN'], message: 'must not be above MAX' });
    expect(messageOf({ HOSTS: 'abc, abcd', MIN: '1', MAX: '2' }, schema)).toMatch(
      /HOSTS: .* expected a comma-separated list; at 1: Too big/,
    );
    expect(messageOf({ HOSTS: 'abc', MIN: '5', MAX: '2' }, schema)).toContain(
      'MIN: got "5", expected integer from 1 to 9; must not be above MAX',
    );
  });

  it('keeps the message of a rule that belongs to no variable', () => {
    const schema = z
      .object({ A: z.string().optional() })
      .refine(() => false, { message: 'A or B is needed' });
    expect(messageOf({}, schema)).toBe('the configuration is not valid:\n  A or B is needed');
  });
});
