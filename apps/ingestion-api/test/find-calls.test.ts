import { small } from './audio.ts';
import { cdrEnd, cdrStart } from './call-events.ts';
import { pushForm } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

type Page = {
  readonly calls: readonly {
    readonly callId: string;
    readonly state: string;
    readonly why: string;
    readonly since: string;
    readonly next: string;
  }[];
  readonly cursor?: string;
};

const DAY = { tenant: 'acme', from: '2026-01-15', to: '2026-01-16' };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  for (const id of ['missing-1', 'missing-2', 'missing-3', 'stored']) {
    await api.postEvents([cdrStart(id), cdrEnd(id)]);
  }
  await api.postEvents([{ ...cdrStart('chat'), channel: 'chat' }]);
  await pushForm(api, 'stored', small);
});
afterAll(() => api.stop());

const ask = async (query: Record<string, string>, key: string = keys.console) => {
  const response = await api.send(`/v1/calls?${new URLSearchParams(query)}`, { key });
  return {
    status: response.status,
    body: (await response.json()) as Page & { code: string; message: string },
  };
};
const idsOf = ({ calls }: Page): string[] => calls.map(({ callId }) => callId).sort();

describe('GET /v1/calls', () => {
  it.each([
    ['missing', ['missing-1', 'missing-2', 'missing-3']],
    ['stored', ['stored']],
    ['explained', ['chat']],
    ['given-up', []],
    ['quarantined', []],
  ])('lists the calls of a tenant that are %s', async (state, expected) => {
    const { status, body } = await ask({ ...DAY, state });
    expect(status).toBe(200);
    expect(idsOf(body)).toEqual(expected);
  });

  it('says of each call why it is not stored, since when, and what happens next', async () => {
    const { body } = await ask({ ...DAY, state: 'missing', group: 'Acme_EN', lob: 'sales' });
    expect(body.calls).toHaveLength(3);
    for (const call of body.calls) {
      expect(call).toMatchObject({
        state: 'missing',
        why: 'the call has ended, and its recording has not arrived',
        since: expect.stringMatching(/^\d{4}-/) as string,
        next: expect.stringMatching(/^A next run of the pooler asks OCP for it/) as string,
      });
    }
  });

  it('gives the other pages by the cursor', async () => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await ask({ ...DAY, limit: '2', ...(cursor && { cursor }) });
      expect(body.calls.length).toBeLessThanOrEqual(2);
      found.push(...idsOf(body));
      ({ cursor } = body);
    } while (cursor);
    expect(found.sort()).toEqual(['chat', 'missing-1', 'missing-2', 'missing-3', 'stored']);
  });

  it.each<[number, string, string, Record<string, string>]>([
    [400, 'QUESTION_INVALID', 'without a range', { tenant: 'acme' }],
    [400, 'QUESTION_INVALID', 'with a misspelt filter', { ...DAY, sate: 'missing' }],
    [400, 'QUESTION_INVALID', 'for too long a range', { ...DAY, to: '2027-01-15' }],
    [400, 'CURSOR_INVALID', 'with a cursor of its own making', { ...DAY, cursor: 'WyJhIl0' }],
    [403, 'TENANT_FORBIDDEN', 'for the calls of another tenant', { ...DAY, tenant: 'bolt' }],
    [403, 'TENANT_FORBIDDEN', 'for the calls of no tenant that there is', { ...DAY, tenant: 'nobody' }],
  ])('answers %i %s to a question %s', async (status, code, _, query) => {
    expect(await ask(query)).toMatchObject({ status, body: { code } });
  });

  it('refuses the cursor of one tenant in a question about another', async () => {
    const { body } = await ask({ ...DAY, limit: '1' });
    const bolt = await ask({ ...DAY, tenant: 'bolt', limit: '1', cursor: body.cursor! }, keys.bolt);
    expect(bolt).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });

  it('refuses a key without the scope calls:read', async () => {
    expect(await ask(DAY, keys.push)).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });
});

describe('GET /v1/calls/{tenantId}/{callId}', () => {
  it('tells the state of a call and its history in words, beside its record', async () => {
    const response = await api.send('/v1/calls/acme/stored', { key: keys.console });
    expect(await response.json()).toMatchObject({
      callId: 'stored',
      s3Stored: true,
      history: expect.any(Array) as unknown[],
      status: { state: 'stored', why: 'its recording was pushed by OCP and stored' },
      timeline: [
        { by: 'ingestion-api', event: 'CDR_START', what: 'The event CDR_START of the call came.' },
        { event: 'CDR_END' },
        {
          event: 'location claimed',
          what: expect.stringMatching(/^The place of its recording was decided: s3:/) as string,
        },
        { event: 'stored by push', what: 'Its recording came by push and was stored.' },
      ],
    });
  });

  it('writes nothing of the words into the record when it issues a link', async () => {
    await api.send('/v1/calls/acme/stored?audio=link', { key: keys.audit });
    const { history } = (await api.call('stored'))!;
    const fields = history.flatMap(({ detail }) => Object.keys(detail));
    expect(fields).not.toContain('status');
    expect(fields).not.toContain('timeline');
  });
});
