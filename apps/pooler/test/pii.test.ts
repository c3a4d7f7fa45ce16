import { type Environment, startEmulators } from './environment.ts';
import { putPending, startService, stopServices } from './start-service.ts';
import { keys } from './test-keys.ts';

/** A number, a card and a token, which a caller may put everywhere. */
const PHONE = '+15550100123';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl';
const canaries = [PHONE, encodeURIComponent(PHONE), '4111111111111111', TOKEN];
const everything = `${PHONE} 4111111111111111 ${TOKEN}`;

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
let service: Awaited<ReturnType<typeof startService>>;
const answered: string[] = [];

const ask = async (path: string, init: RequestInit = {}, key: string = keys.operator): Promise<void> => {
  const headers = { 'x-api-key': key, 'user-agent': everything, 'x-caller': PHONE };
  const answer = await fetch(`${service.url}${path}`, { ...init, headers });
  answered.push(JSON.stringify([...answer.headers]), await answer.text());
};

beforeAll(async () => {
  emulators = await startEmulators();
  environment = await emulators.makeEnvironment();
  await putPending(environment, 'call');
  service = await startService(environment, { LOG_LEVEL: 'trace' });
  const query = `?dryRun=${encodeURIComponent(everything)}&ani=${encodeURIComponent(PHONE)}&token=${TOKEN}`;
  const groups = [
    { tenantId: 'acme', groupId: everything },
    { tenantId: everything, groupId: 'Acme_EN' },
    { tenantId: 'acme', groupId: 'Acme_EN', from: everything, [PHONE]: TOKEN },
  ];
  for (const key of [keys.operator, keys.reader, TOKEN, PHONE]) {
    await ask(`/v1/executions${query}`, { method: 'POST' }, key);
    await ask(`/v1/executions?dryRun=true`, { method: 'POST', body: everything }, key);
    await ask(`/v1/nothing${query}`, {}, key);
    for (const group of groups) {
      await ask('/v1/rederivations', { method: 'POST', body: JSON.stringify(group) }, key);
      await ask(
        `/v1/rederivations?${new URLSearchParams(group as Record<string, string>).toString()}`,
        {},
        key,
      );
    }
  }
});
afterAll(async () => {
  await stopServices();
  await emulators.stop();
});

const foundIn = (texts: readonly string[]): string[] =>
  texts.filter((text) => canaries.some((canary) => text.includes(canary)));

it('puts no number, card or token of a request into an answer', () => {
  expect(answered).toHaveLength(72);
  expect(foundIn(answered)).toEqual([]);
});

it('puts none into a log line or a metric', async () => {
  expect(service.lines.length).toBeGreaterThan(10);
  expect(foundIn(service.lines.map((line) => JSON.stringify(line)))).toEqual([]);
  expect(foundIn([await (await fetch(`${service.monitoringUrl}/metrics`)).text()])).toEqual([]);
});
