import { type ListingEntry, OcpContractError } from '@recordings/reconciliation';
import { type ClientOptions, caught, makeClient, never } from './client-fixture.ts';
import { json, type OcpServer, startOcpServer } from './ocp-server.ts';

type Listing = NonNullable<NonNullable<ClientOptions['api']>['jobRecordings']>;

const OFFSET: Listing = {
  query: { from: { value: 'offset' }, size: { value: 'limit' } },
  paging: { by: 'offset', limit: 2, end: { by: 'total', at: '/total' } },
  rows: '/items',
};
const PAGE: Listing = {
  query: { p: { value: 'page' } },
  paging: { by: 'page', first: 0, end: { by: 'pages', at: '/pages' } },
  rows: '/items',
};

const items = (...ids: readonly string[]) => ids.map((callId) => ({ callId }));

describe('a listing in pages', () => {
  let server: OcpServer;

  beforeEach(async () => {
    server = await startOcpServer();
  });
  afterEach(() => server.stop());

  const entriesOf = async (jobRecordings: Listing, ...pages: readonly object[]): Promise<ListingEntry[]> => {
    server.answer(...pages.map((page) => json(200, page)));
    const { client } = makeClient(server.baseUrl, { api: { jobRecordings } });
    const found: ListingEntry[] = [];
    for await (const entry of client.jobRecordings('job-1', never())) found.push(entry);
    return found;
  };
  const namesIn = (entries: readonly ListingEntry[]): string[] =>
    entries.map((entry) => (entry.kind === 'recording' ? entry.recording.callId : entry.kind));
  const queries = (): string[] => server.seen.map(({ path }) => path.split('?')[1] ?? '');

  it('is read by offset up to its total', async () => {
    const found = await entriesOf(
      OFFSET,
      { items: items('a', 'b'), total: 3 },
      { items: items('c'), total: 3 },
    );
    expect(namesIn(found)).toEqual(['a', 'b', 'c']);
    expect(queries()).toEqual(['from=0&size=2', 'from=2&size=2']);
  });

  it('goes on after the rows that came, if OCP gives fewer than it was asked for', async () => {
    await entriesOf(OFFSET, { items: items('a'), total: 2 }, { items: items('b'), total: 2 });
    expect(queries()).toEqual(['from=0&size=2', 'from=1&size=2']);
  });

  it('counts the rows that cannot be read, so that none is left out', async () => {
    const found = await entriesOf(
      OFFSET,
      { items: [{ callId: 'a' }, null], total: 3 },
      { items: items('c'), total: 3 },
    );
    expect(namesIn(found)).toEqual(['a', 'unreadable', 'c']);
  });

  it('is read by page number up to the last page', async () => {
    const found = await entriesOf(PAGE, { items: items('a'), pages: 2 }, { items: items('b'), pages: 2 });
    expect(namesIn(found)).toEqual(['a', 'b']);
    expect(queries()).toEqual(['p=0', 'p=1']);
  });

  it('is complete if it is empty', async () => {
    expect(await entriesOf(OFFSET, { items: [], total: 0 })).toEqual([]);
    expect(await entriesOf(PAGE, { items: [], pages: 0 })).toEqual([]);
  });

  it.each<[string, Listing, readonly object[], string]>([
    ['has no total', OFFSET, [{ items: items('a', 'b') }], 'expected the number of all rows, got none'],
    [
      'has a total in text',
      OFFSET,
      [{ items: items('a', 'b'), total: 'many' }],
      'expected the number of all rows, got none',
    ],
    [
      'ends before its total',
      OFFSET,
      [
        { items: items('a', 'b'), total: 3 },
        { items: [], total: 3 },
      ],
      'an empty page after 2 rows of 3',
    ],
    ['has more rows than its total', OFFSET, [{ items: items('a', 'b'), total: 1 }], 'read 2 rows of 1'],
    [
      'changes its total',
      OFFSET,
      [
        { items: items('a', 'b'), total: 3 },
        { items: items('c'), total: 4 },
      ],
      'the number of all rows was 3, is 4',
    ],
    [
      'ignores the offset',
      OFFSET,
      [
        { items: items('a', 'b'), total: 4 },
        { items: items('a', 'b'), total: 4 },
      ],
      'expected a new page, got the rows of one before',
    ],
    [
      'does not say whether there are more',
      {
        ...OFFSET,
        paging: { by: 'offset', limit: 2, end: { by: 'more', at: '/more' } },
      },
      [{ items: items('a') }],
      'expected true or false at /more',
    ],
    [
      'says that there are more, and gives none',
      {
        ...OFFSET,
        paging: { by: 'offset', limit: 2, end: { by: 'more', at: '/more' } },
      },
      [{ items: [], more: true }],
      'expected a new page, got page offset 0 again',
    ],
  ])('proves no absence if it %s', async (_, listing, pages, reason) => {
    expect((await entriesOf(listing, ...pages)).at(-1)).toEqual({ kind: 'cut-off', reason });
  });

  it('is incomplete if two of its pages overlap, and is read on', async () => {
    const found = await entriesOf(
      OFFSET,
      { items: items('a', 'b'), total: 4 },
      { items: items('b', 'c'), total: 4 },
    );
    expect(namesIn(found)).toEqual(['a', 'b', 'b', 'c', 'unreadable']);
  });

  it('ends at the first empty page, if OCP says nothing else', async () => {
    const listing: Listing = { ...PAGE, paging: { by: 'page', end: { by: 'emptyPage' } } };
    expect(namesIn(await entriesOf(listing, { items: items('a') }, { items: [] }))).toEqual(['a']);
    expect(queries()).toEqual(['p=1', 'p=2']);
  });

  it('sends no token for its first page, if there is none', async () => {
    const listing: Listing = {
      query: { token: { value: 'page' } },
      paging: { by: 'token', first: null, next: ['/cursor/next', '/next'] },
    };
    await entriesOf(
      listing,
      { recordings: items('a'), cursor: { next: 'x y' } },
      { recordings: items('b'), cursor: {}, next: 'z' },
      { recordings: [], cursor: { next: null } },
    );
    expect(queries()).toEqual(['', 'token=x%20y', 'token=z']);
  });

  it('is read by OCP’s links, on allowed hosts only', async () => {
    const listing: Listing = { query: {}, paging: { by: 'link', next: '/links/next' } };
    const next = '/recordings/export/job-1/recordings?after=a';
    expect(
      namesIn(
        await entriesOf(listing, { recordings: items('a'), links: { next } }, { recordings: items('b') }),
      ),
    ).toEqual(['a', 'b']);
    expect(queries()).toEqual(['', 'after=a']);
    const elsewhere = { recordings: [], links: { next: 'https://elsewhere.example/x' } };
    expect(await caught(entriesOf(listing, elsewhere))).toMatchObject({ code: 'OCP_FORBIDDEN_HOST' });
    const seen = await entriesOf(
      listing,
      { recordings: items('a'), links: { next } },
      {
        recordings: items('b'),
        links: { next },
      },
    );
    expect(seen.at(-1)).toMatchObject({ kind: 'cut-off' });
  });

  it('is refused without its list of rows', async () => {
    expect(await caught(entriesOf(OFFSET, { rows: [], total: 0 }))).toBeInstanceOf(OcpContractError);
  });
});
