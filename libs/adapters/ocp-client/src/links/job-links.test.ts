import type { OcpHttp } from '../ocp-http.ts';
import { MAX_KEPT_LINKS, makeLinkFinder } from './job-links.ts';

const SIZE = 100;
const PAGES = MAX_KEPT_LINKS / SIZE + 1;

/** An OCP whose listing has one page more than links are kept of. */
const ocpOf = (requested: string[]): OcpHttp => {
  const pageOf = (name: number) => ({
    kind: 'page' as const,
    name: String(name),
    request: { values: { page: String(name) } },
  });
  return {
    api: { jobRecordings: { paging: { by: 'token' } } },
    dialect: { firstPage: pageOf(1) },
    urlOf: () => new URL('https://ocp.example/listing'),
    get: async ({ values }: { readonly values: { readonly page: string } }) => {
      requested.push(values.page);
      const rows = Array.from({ length: SIZE }, (_, index) => `${values.page}-${index}`);
      const entries = rows.map((recordingId) => ({
        kind: 'recording',
        recording: { callId: recordingId, recordingId },
        link: `https://files.example/${recordingId}`,
      }));
      const next = Number(values.page) + 1;
      return { entries, rows, next: next > PAGES ? { kind: 'last' } : pageOf(next) };
    },
  } as unknown as OcpHttp;
};

describe('makeLinkFinder', () => {
  it('keeps the links that were read last, and requests the page of any other again', async () => {
    const requested: string[] = [];
    const http = ocpOf(requested);
    const { find } = makeLinkFinder();
    const signal = new AbortController().signal;
    const linkOf = async (recordingId: string) =>
      (await find(http, { exportJobId: 'job', recordingId }, signal))?.href;
    expect(await linkOf(`${PAGES}-1`)).toBe(`https://files.example/${PAGES}-1`);
    expect(requested).toHaveLength(PAGES);
    expect(await linkOf('1-1')).toBe('https://files.example/1-1');
    expect(await linkOf('1-2')).toBe('https://files.example/1-2');
    expect(requested.slice(PAGES)).toEqual(['1']);
  });
});
