import { ConfigurationError } from './configuration-error.ts';
import { makeLogger } from './make-logger.ts';

const loggerAndLines = (level = 'info') => {
  const lines: string[] = [];
  const log = makeLogger({ service: 'pooler', level }, { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
};

const SECRET = 'hunter2';

describe('makeLogger', () => {
  it('writes one JSON line with ISO time, level by name and the service', () => {
    const { log, last } = loggerAndLines();
    log.info({ event: 'window_published', windowIndex: 3 }, 'published');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      service: 'pooler',
      event: 'window_published',
      windowIndex: 3,
      msg: 'published',
    });
  });

  it.each([
    'apiKey',
    'X-API-Key',
    'authorization',
    'headers',
    'token',
    'taskToken',
    'downloadToken',
    'originUri',
    'origin_uri',
    'phone',
    'customerId',
    'AUTHORIZATION',
    'Api-Key',
    'x_api_key',
    'Access-Token',
    'Client-Secret',
    'PhoneNumber',
    'Set-Cookie',
  ])('hides %s at the top, nested and in a child’s bindings', (key) => {
    const { log, lines } = loggerAndLines();
    const found = { [key]: SECRET };
    log.info(found);
    log.info({ request: found, list: [found], deep: { er: found, est: { of: [{ all: found }] } } });
    log.child(found).warn({ event: 'x' });
    log.child({ call: found }).warn({ event: 'x' });
    expect(lines.join('')).not.toContain(SECRET);
    expect(lines.every((line) => line.includes('[redacted]'))).toBe(true);
  });

  it('leaves a text that names a hidden field', () => {
    const { log, last } = loggerAndLines();
    log.info({ event: 'x', detail: '{"phone":1}' }, 'the field "phone":');
    expect(last()).toMatchObject({ detail: '{"phone":1}', msg: 'the field "phone":' });
  });

  it('hides a whole object under a hidden name', () => {
    const { log, lines } = loggerAndLines();
    log.info({ headers: { Authorization: `Bearer ${SECRET}`, other: SECRET } });
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('writes code, fault and causes of an error, and leaves out its other properties', () => {
    const { log, lines, last } = loggerAndLines();
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', $response: { body: SECRET } });
    const error = Object.assign(new ConfigurationError('no topic', { cause }), { request: SECRET });
    log.error({ err: error, event: 'publish_failed' });
    expect(last().err).toMatchObject({
      type: 'ConfigurationError',
      code: 'CONFIGURATION_INVALID',
      fault: 'configuration',
      message: 'no topic',
      cause: { code: 'ECONNREFUSED', message: 'refused' },
    });
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('replaces telephone numbers, cards and tokens in any text, and leaves ids and numbers', () => {
    const { log, lines, last } = loggerAndLines();
    const canaries = ['+15550100123', '4111111111111111', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln'];
    const text = `of\n${canaries.join('\n')} "x" \\ \n`;
    const error = new Error(text, { cause: new Error(text) });
    log.child({ detail: text }).warn({ err: error, list: [text], deep: { er: { still: { text } } } }, text);
    for (const canary of canaries) expect(lines.join('')).not.toContain(canary);
    expect(last().msg).toBe('of\n[phone]\n[card]\n[token] "x" \\ \n');
    log.info({ text: 'key="a\\b" tel:1"' }, 'token=x"y');
    expect(last()).toMatchObject({ text: expect.any(String), msg: 'token=[token]"y' });
    log.info({ callId: '4111111111111111', sizeBytes: 4_111_111_111_111_111 });
    expect(last()).toMatchObject({ callId: '4111111111111111', sizeBytes: 4_111_111_111_111_111 });
  });

  it('hides no field whose name only ends like a hidden one', () => {
    const { log, last } = loggerAndLines();
    log.info({ tokens: 3, phoneCalls: 4, retoken: 'x' });
    expect(last()).toMatchObject({ tokens: 3, phoneCalls: 4, retoken: 'x' });
  });

  it('cuts the long texts of a line that is too long, and redacts what is left', () => {
    const { log, lines, last } = loggerAndLines();
    const text = `+15550100123 ${'a"\\n'.repeat(5_000_000)}`;
    log.warn({ event: 'x', callId: 'c-1', deep: { text }, token: SECRET }, 'it came');
    expect(last()).toMatchObject({ event: 'x', callId: 'c-1', token: '[redacted]', msg: 'it came' });
    expect(last()['deep']).toEqual({ text: expect.stringMatching(/^\[phone\].*\[cut: \d+ characters\]$/s) });
    expect(lines.join('').length).toBeLessThan(20_000);
  });

  it.each([
    [
      'its fields',
      { fields: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, at])) },
    ],
    ['a name', { [`+15550100123${'x'.repeat(20_000_000)}`]: 1 }],
  ])('hides a line that is too long for %s, and says which it was', (_, found) => {
    const { log, lines, last } = loggerAndLines();
    log.error({ event: 'x', ...found }, 'it came');
    expect(lines.join('').length).toBeLessThan(300_000);
    expect(lines.join('')).not.toContain('+15550100123');
    expect(last()).toMatchObject({ level: 'error', event: 'x', service: 'pooler' });
  });

  it('ends a circular chain of causes', () => {
    const { log, last } = loggerAndLines();
    const error = new Error('ouroboros');
    error.cause = error;
    log.error({ err: error });
    expect(last().err).toMatchObject({ message: 'ouroboros', cause: { cause: { message: 'ouroboros' } } });
  });

  it('leaves the query string out of a request', () => {
    const { log, last } = loggerAndLines();
    log.info({ req: { method: 'GET', url: `/v1/calls?phone=${SECRET}`, headers: { a: SECRET } } });
    expect(last().req).toEqual({ method: 'GET', path: '/v1/calls' });
  });

  it('uses the level info for an unknown level', () => {
    const { log, lines } = loggerAndLines('loud');
    log.debug('no');
    log.info('yes');
    expect(lines).toHaveLength(1);
    expect(loggerAndLines('silent').log.isLevelEnabled('fatal')).toBe(false);
  });
});
