import { OcpRequestRejectedError } from '@recordings/reconciliation';
import fc from 'fast-check';
import { operationUrl } from './operation-url.ts';

const TEMPLATE = '/export/{exportJobId}/files/{recordingId}?page={page}';
const value = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text !== '.' && text !== '..');

describe('operationUrl', () => {
  it('keeps every value in its own path segment', () => {
    fc.assert(
      fc.property(value, value, value, (exportJobId, recordingId, page) => {
        const url = operationUrl('https://ocp.example/api', TEMPLATE, { exportJobId, recordingId, page });
        const [, api, exports, job, files, recording, ...rest] = url.pathname.split('/');
        expect([url.host, api, exports, files, rest]).toEqual(['ocp.example', 'api', 'export', 'files', []]);
        expect([job, recording].map((part) => decodeURIComponent(part ?? ''))).toEqual([
          exportJobId,
          recordingId,
        ]);
        expect([...url.searchParams]).toEqual([['page', page]]);
      }),
    );
  });

  it.each(['', '.', '..'])('refuses "%s", which would change the path', (recordingId) => {
    expect(() => operationUrl('https://ocp.example', '/files/{recordingId}', { recordingId })).toThrow(
      OcpRequestRejectedError,
    );
  });

  it('names a placeholder without a value', () => {
    expect(() => operationUrl('https://ocp.example', '/{jobId}', { exportJobId: 'a' })).toThrow(
      'path template /{jobId} has {jobId}; known here: exportJobId',
    );
  });
});
