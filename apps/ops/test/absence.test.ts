import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  claimCall,
  expireCall,
  parseEvent,
  ReconciliationId,
  recordEvent,
  releaseCall,
  shifted,
} from '@recordings/call-record';
import { runOps } from '../src/run-ops.ts';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

const STARTED = '2026-04-01T10:00:00.000Z';
/** More than one page. */
const CALLS = 510;
const range = ['--tenant', 'acme', '--from', '2026-04-01', '--to', '2026-04-02'];
const rows = (text: string): string[] => text.trimEnd().split('\r\n');

let environment: OpsEnvironment;
let folder: string;
beforeAll(async () => {
  environment = await startEnvironment();
  folder = await mkdtemp(join(tmpdir(), 'absence-'));
  await addChat('=1+1');
  for (const id of ['gone', 'stored', 'pending']) await environment.addCall(id, STARTED);
  await environment.storeCall('stored');
  await loseCall('gone');
});
afterAll(async () => {
  await environment.stop();
  await rm(folder, { recursive: true });
});

/** OCP records no chats. */
const addChat = async (callId: string, timestamp = '2026-04-01T09:00:00.000Z'): Promise<void> => {
  const parsed = parseEvent({ eventType: 'CDR_END', timestamp, callId, groupId: 'Acme_EN', channel: 'chat' });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  const key = keyOf(callId);
  await environment.stores.calls.change(
    key,
    recordEvent(key, parsed.event, contextAt(shifted(timestamp, 60_000))),
  );
};

/** A listing of OCP lacked the call, and its deadline has passed. */
const loseCall = async (callId: string): Promise<void> => {
  const id = ReconciliationId.parse('r-1');
  const evidence = { exportJobId: 'job-7', listing: 'trusted', listedAt: STARTED, rulesVersion: 1 };
  const reason = { code: 'NOT_FOUND', message: 'not listed, "yet"', isAboutTheCall: true, evidence };
  const times = { retryDelayMs: 1, firstFaultDelayMs: 1, maxFaultDelayMs: 1, dailyDelayMs: 1 };
  const { calls } = environment.stores;
  await calls.change(keyOf(callId), claimCall(id, undefined, contextAt('2026-04-02T00:00:00.000Z')));
  const rule = { maxAttempts: 1, ...times };
  await calls.change(keyOf(callId), releaseCall(id, reason, rule, contextAt('2026-04-02T01:00:00.000Z')));
  await calls.change(keyOf(callId), expireCall({ marginMs: 0, promptAttempts: 1 }, contextAt(NOON)));
};

describe('the absence register', () => {
  it('is CSV with a column for each part of the evidence, without formulas', async () => {
    const { status, said, complaints } = await environment.run('absence', ...range);
    expect(status).toBe(0);
    const [header, ...lines] = rows(said);
    expect(header).toBe(
      'tenantId,callId,groupId,lineOfBusiness,startedAt,endedAt,kind,code,reason,decidedAt,decidedBy,rule,rulesVersion,groupVersion,exportJobId,listing,listedAt,confirmedByJob,attempts,lastAskedAt,keptUntil,rejected,rejectedReason,rejectedKey,rejectedSha256,person,personAction,personReason,personAt',
    );
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^acme,'=1\+1,Acme_EN,[\w-]+,2026-04-01T.*,explained,NO_AUDIO_EXPECTED,"channel ""chat"" is not recorded",.*,test,channel,1,[0-9a-f]{12},/,
    );
    expect(lines[1]).toMatch(
      /,given-up,NOT_FOUND,"not listed, ""yet""; OCP keeps .*",.*,test,,1,,job-7,trusted,2026-04-01T10:00:00\.000Z,/,
    );
    expect(complaints).toContain('2 calls without a recording started from 2026-04-01');
    expect(complaints).toContain('1 more are still to be recovered');
  });

  it('is one JSON array', async () => {
    const { said } = await environment.run('absence', ...range, '--format', 'json');
    expect(JSON.parse(said)).toMatchObject([
      { callId: '=1+1', rule: 'channel' },
      { callId: 'gone', exportJobId: 'job-7', listing: 'trusted' },
    ]);
  });

  it('ends with 3 and a header if every recording of the time is stored', async () => {
    const { status, said } = await environment.run('absence', '--tenant', 'acme', '--from', '1h');
    expect([status, rows(said).length]).toEqual([3, 1]);
    const json = await environment.run('absence', '--tenant', 'acme', '--from', '1h', '--format', 'json');
    expect(JSON.parse(json.said)).toEqual([]);
  });

  it.each([
    [['--from', '2026-04-01'], "required option '--tenant"],
    [['--tenant', 'acmee', '--from', '2026-04-01'], '--tenant is "acmee"'],
    [['--tenant', 'acme', '--from', 'today', '--to', 'yesterday'], 'must be after "from"'],
  ])('refuses %j', async (args, why) => {
    const { status, complaints } = await environment.run('absence', ...args);
    expect(status).toBe(2);
    expect(complaints).toContain(why);
  });

  it('is written to a new file, and never over an older one', async () => {
    const file = join(folder, 'register.csv');
    expect(await environment.run('absence', ...range, '--out', file)).toMatchObject({ status: 0, said: '' });
    const { said } = await environment.run('absence', ...range);
    expect(await readFile(file, 'utf8')).toBe(`${said}\n`);
    const again = await environment.run('absence', ...range, '--out', file);
    expect(again.status).toBe(2);
    expect(again.complaints).toContain('which exists');
  });
});

describe('a register that is interrupted', () => {
  const long = ['--tenant', 'acme', '--from', '2026-03-01', '--to', '2026-03-02'];
  beforeAll(async () => {
    for (let n = 0; n < CALLS; n += 50) {
      const some = Array.from({ length: Math.min(50, CALLS - n) }, (_, at) => `chat-${n + at}`);
      await Promise.all(some.map((id) => addChat(id, '2026-03-01T10:00:00.000Z')));
    }
  });

  /** Stops when it has asked `pages` times whether it is interrupted. */
  const runUntil = (pages: number, args: readonly string[]) => {
    const complaints: string[] = [];
    let asked = 0;
    const signal = {
      get aborted() {
        return (asked += 1) > pages;
      },
    } as AbortSignal;
    const terminal = { say: () => undefined, complain: (text: string) => void complaints.push(text) };
    const surroundings = { now: () => Date.parse(NOON), signal };
    return runOps(['absence', ...args], environment.settings, terminal, surroundings).then((status) => ({
      status,
      complaints: complaints.join('\n'),
    }));
  };

  it.each(['csv', 'json'])('is continued by the same command, and has each call once: %s', async (format) => {
    const file = join(folder, `long.${format}`);
    const args = [...long, '--format', format, '--out', file];
    const first = await runUntil(1, args);
    expect(first.status).toBe(1);
    expect(first.complaints).toContain('Interrupted after 500 calls. The same command continues it.');
    expect(existsSync(file)).toBe(false);
    // A process that was killed may have written more than its notes say.
    await writeFile(`${file}.part`, 'half a row', { flag: 'a' });
    const second = await environment.run('absence', ...args);
    expect(second.status).toBe(0);
    expect(second.complaints).toContain('Continues after 500 calls.');
    const text = await readFile(file, 'utf8');
    expect(text).toBe(`${(await environment.run('absence', ...long, '--format', format)).said}\n`);
    expect(new Set(text.match(/chat-\d+/g)).size).toBe(CALLS);
    expect([existsSync(`${file}.part`), existsSync(`${file}.progress`)]).toEqual([false, false]);
  });

  it('begins anew for another question', async () => {
    const file = join(folder, 'other.csv');
    await runUntil(1, [...long, '--out', file]);
    const other = await environment.run('absence', ...range, '--out', file);
    expect(other.complaints).not.toContain('Continues');
    expect(rows(await readFile(file, 'utf8'))).toHaveLength(3);
  });
});
