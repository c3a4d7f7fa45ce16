import { createHash } from 'node:crypto';
import { killServices, runService } from '@recordings/test-kit';
import { small } from './audio.ts';
import { cdrStart } from './call-events.ts';
import { environmentOn, startSurroundings } from './start-test-api.ts';
import { allScopes } from './test-keys.ts';

const HOUR_MS = 3_600_000;
const KEY = 'short-lived-key-2d7c';

/** Loaded before the service: its clock shows so much too much, as on a host whose clock is wrong. */
const setClockOff = (byMs: number): string[] => {
  const source = `const Right = Date, byMs = ${byMs};
    globalThis.Date = class extends Right {
      constructor(...args) { super(...(args.length === 0 ? [Right.now() + byMs] : args)); }
      static now() { return Right.now() + byMs; }
    };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
};

/** Its key is valid from an hour ago until in an hour. */
const credentials = (): string => {
  const [notBefore, expires] = [-HOUR_MS, HOUR_MS].map((ms) => new Date(Date.now() + ms).toISOString());
  const sha256 = createHash('sha256').update(KEY).digest('hex');
  const keys = [{ id: 'a', sha256, notBefore, expires }];
  return JSON.stringify([{ name: 'short-lived', tenants: ['acme'], scopes: allScopes, keys }]);
};

describe('on a host whose clock is wrong', () => {
  let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
  beforeAll(async () => {
    surroundings = await startSurroundings();
  });
  afterAll(() => surroundings.stop());
  afterEach(killServices);

  it.each([3, -3])('by %i hours, keys, events, recordings and links have the time of AWS', async (hours) => {
    const environment = environmentOn(surroundings.local, surroundings.registryPath);
    const service = runService(
      new URL('../src/main.ts', import.meta.url),
      { ...environment, API_CREDENTIALS: credentials() },
      setClockOff(hours * HOUR_MS),
    );
    const url = await service.url;
    expect(service.logged('clock_corrected')).toHaveLength(1);
    const callId = `clock${hours}`;
    const send = (path: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
      fetch(`${url}${path}`, { ...init, headers: { 'x-api-key': KEY, ...headers } });

    const event = await send('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(cdrStart(callId)),
    });
    expect(event.status).toBe(200);
    const push = await send(`/v1/recordings/acme/${callId}`, {
      method: 'PUT',
      headers: { 'x-group-id': 'Acme_EN', 'content-type': 'audio/wav' },
      body: new Uint8Array(small),
    });
    expect(push.status).toBe(201);

    const answer = await send(`/v1/calls/acme/${callId}?audio=link`);
    const { history, audioLink } = (await answer.json()) as { history: { at: string }[]; audioLink: string };
    expect(history.length).toBeGreaterThan(1);
    const dated = new URL(audioLink).searchParams
      .get('X-Amz-Date')!
      .replace(/(..)(..)T(..)(..)/, '-$1-$2T$3:$4:');
    for (const at of [...history.map((entry) => entry.at), dated])
      expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    expect((await fetch(audioLink)).status).toBe(200);
  });
});
