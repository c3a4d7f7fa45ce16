import { type CallRecord, CallSummary, groupVersionOf } from '@recordings/call-record';
import { UnreadableItemError } from '@recordings/fault';
import { AbsenceQuery } from '../src/absence/absence-query.ts';
import type { AbsencePage, AbsentCall } from '../src/absence/absent-call.ts';
import { type AbsenceDeps, makeFindAbsentCalls } from '../src/absence/make-find-absent-calls.ts';
import { CursorInvalidError } from '../src/errors.ts';
import { parseQuestion } from '../src/parse-question.ts';
import {
  absentFromListing,
  askedForByPerson,
  deadline,
  expiredCall,
  group,
  missingCall,
  unidentifiedBytes,
  withoutEvidence,
} from './absent-records.ts';
import { minute, readFrom, storedCall } from './calls.ts';

const HOUR = minute(0);
const range = { tenant: 'acme', from: '2026-01-15T00:00:00Z', to: '2026-01-16T00:00:00Z' };
const ask = (over: object = {}): AbsenceQuery => parseQuestion(AbsenceQuery, { ...range, ...over });

const makeDeps = (records: readonly CallRecord[], over: Partial<AbsenceDeps> = {}): AbsenceDeps => {
  const byId = new Map(records.map((record) => [record.callId, record]));
  const index = records.map((record) => CallSummary.parse(record));
  return {
    readCalls: readFrom([...index, storedCall('stored')]),
    getCall: async ({ callId }) => byId.get(callId),
    confirmed: async () => [],
    ...over,
  };
};
const find = (records: readonly CallRecord[], over: Partial<AbsenceDeps> = {}, query = ask()) =>
  makeFindAbsentCalls(makeDeps(records, over))(query);
const findOne = async (record: CallRecord, over: Partial<AbsenceDeps> = {}): Promise<AbsentCall> => {
  const { calls } = await find([record], over);
  expect(calls).toHaveLength(1);
  return calls[0]!;
};

describe('the absence register', () => {
  it('names the rule, its version and the settings of the group for a call that OCP does not record', async () => {
    expect(await findOne(missingCall('chat', 0, 'chat'))).toMatchObject({
      kind: 'explained',
      code: 'NO_AUDIO_EXPECTED',
      reason: 'channel "chat" is not recorded',
      decidedAt: minute(2),
      decidedBy: 'ingestion-api',
      rule: 'channel',
      rulesVersion: '1',
      groupVersion: groupVersionOf(group),
    });
  });

  it('names the export job and the verdict on its listing for a call that was given up', async () => {
    expect(await findOne(absentFromListing('gone'))).toMatchObject({
      kind: 'given-up',
      code: 'NOT_FOUND',
      decidedAt: deadline,
      decidedBy: 'pooler',
      exportJobId: 'job-7',
      listing: 'trusted',
      listedAt: minute(90),
      rulesVersion: '1',
      attempts: 1,
      lastAskedAt: minute(80),
      keptUntil: deadline,
    });
  });

  it('names the rule for a call whose retention ended before OCP answered', async () => {
    expect(await findOne(expiredCall('late'))).toMatchObject({
      kind: 'given-up',
      code: 'RETENTION_EXPIRED',
      rule: 'retention',
      groupVersion: groupVersionOf(group),
      attempts: 0,
    });
  });

  it('names the bytes that name no call', async () => {
    expect(await findOne(unidentifiedBytes('anyone'))).toMatchObject({
      kind: 'unidentified',
      code: 'CALL_UNIDENTIFIED',
      rulesVersion: '3',
      rejected: 1,
      rejectedKey: 'q/anyone',
      rejectedSha256: 'ab',
    });
  });

  it('says which person acted on the call, and why', async () => {
    expect(await findOne(askedForByPerson('asked'))).toMatchObject({
      person: 'arn:aws:iam::1:user/ana',
      personAction: 'reopen',
      personReason: 'the customer asks',
      personAt: minute(200),
    });
  });

  it('says of records from before the evidence was kept that it is not recorded', async () => {
    const not = 'not recorded';
    const chat = await findOne(withoutEvidence(missingCall('chat', 0, 'chat')));
    expect(chat).toMatchObject({ rule: not, rulesVersion: not, groupVersion: not });
    expect(chat.exportJobId).toBeUndefined();
    const gone = await findOne(withoutEvidence(absentFromListing('gone')));
    expect(gone).toMatchObject({ exportJobId: not, listing: not, listedAt: not, rulesVersion: not });
    expect(gone.rule).toBeUndefined();
    const condensed = await findOne({ ...missingCall('chat', 0, 'chat'), history: [] });
    expect(condensed.decidedBy).toBe(not);
  });

  it('names the trusted listing of the whole hour, unless a listing has named the call', async () => {
    const confirmed = async () => [{ hour: HOUR, exportJobId: 'job-9' }];
    const chat = missingCall('chat', 0, 'chat');
    expect((await findOne(chat, { confirmed })).confirmedByJob).toBe('job-9');
    expect((await findOne(missingCall('later', 61, 'chat'), { confirmed })).confirmedByJob).toBeUndefined();
    const listed = { ...expiredCall('listed'), listedUntil: minute(500) };
    expect((await findOne(listed, { confirmed })).confirmedByJob).toBeUndefined();
  });

  it('leaves out calls that are stored or still to be recovered, and counts the latter', async () => {
    const page = await find([missingCall('pending'), expiredCall('late')]);
    expect(page).toMatchObject({ pending: 1, unreadable: [] });
    expect(page.calls.map(({ callId }) => callId)).toEqual(['late']);
  });

  it('leaves out a call that was stored since the index was read', async () => {
    const record = expiredCall('late');
    const getCall = async () => ({ ...record, s3Stored: true });
    expect((await find([record], { getCall })).calls).toEqual([]);
  });

  it('names a call that cannot be read, and goes on with the others', async () => {
    const [bad, good] = [expiredCall('bad'), expiredCall('good')];
    const getCall: AbsenceDeps['getCall'] = async ({ callId }) => {
      if (callId === bad.callId) throw new UnreadableItemError('bad cannot be read');
      return good;
    };
    const page = await find([bad, good], { getCall });
    expect(page.unreadable).toEqual(['bad']);
    expect(page.calls.map(({ callId }) => callId)).toEqual(['good']);
  });

  it('fails if the table does not answer: a register with holes would be wrong', async () => {
    const getCall = () => Promise.reject(new Error('throttled'));
    await expect(find([expiredCall('late')], { getCall })).rejects.toThrow('throttled');
  });

  it('gives each call once, page by page, and reads few records at the same time', async () => {
    const records = Array.from({ length: 130 }, (_, n) => expiredCall(`c-${n}`, n));
    let reading = 0;
    let most = 0;
    const deps = makeDeps(records);
    const getCall: AbsenceDeps['getCall'] = async (key) => {
      reading += 1;
      most = Math.max(most, reading);
      await Promise.resolve();
      reading -= 1;
      return deps.getCall(key);
    };
    const findPage = makeFindAbsentCalls({ ...deps, getCall });
    const pages: AbsencePage[] = [await findPage(ask({ limit: 50 }))];
    while (pages.at(-1)!.cursor !== undefined)
      pages.push(await findPage(ask({ limit: 50, cursor: pages.at(-1)!.cursor })));
    expect(pages.map(({ calls }) => calls.length)).toEqual([50, 50, 30]);
    expect(pages.flatMap(({ calls }) => calls.map(({ callId }) => callId))).toEqual(
      records.map(({ callId }) => callId),
    );
    expect(most).toBeLessThanOrEqual(20);
  });

  it('refuses a cursor of another period', async () => {
    const records = [expiredCall('a', 0), expiredCall('b', 1)];
    const { cursor } = await find(records, {}, ask({ limit: 1 }));
    const other = ask({ cursor, from: '2026-01-14T00:00:00Z' });
    await expect(find(records, {}, other)).rejects.toThrow(CursorInvalidError);
  });
});
