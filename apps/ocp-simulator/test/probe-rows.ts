import type { ExportProfileName } from '../src/export/export-profile.ts';

/** A difference: the OCP, what the profile has otherwise, the setting that is named, and what is said of it. */
type Row = readonly [what: string, ocp: ExportProfileName, change: object, setting: string, said: object];

export const probeRows: readonly Row[] = [
  [
    'a place',
    'spec',
    { createJob: { exportJobId: '/id' } },
    'api.createJob.exportJobId',
    { set: '{ at: /exportJobId, as: string }' },
  ],
  [
    'a form',
    'spec',
    { jobRecordings: { sha256: { at: '/sha256', as: 'base64' } } },
    'api.jobRecordings.sha256',
    { set: '{ at: /sha256, as: hex }' },
  ],
  [
    'a form that gives a wrong time',
    'enveloped',
    { jobRecordings: { startedAt: { at: '/call/begin', as: 'epochSeconds' } } },
    'api.jobRecordings.startedAt',
    { set: expect.stringMatching(/at: \/call\/begin, as: (instant|epochMs)/) },
  ],
  [
    'a status word',
    'enveloped',
    { statusWords: { COMPLETED: ['DONE'] } },
    'api.statusWords',
    { seen: expect.stringContaining('AVAILABLE'), set: 'COMPLETED: [AVAILABLE], if it means that' },
  ],
  [
    'the place of the status',
    'spec',
    { jobStatus: { status: '/state' } },
    'api.jobStatus.status',
    { set: '{ at: /status, as: string }' },
  ],
  [
    'the list of recordings',
    'spec',
    { jobRecordings: { rows: '/items' } },
    'api.jobRecordings.rows',
    { set: '"/recordings"' },
  ],
  [
    'the list of jobs',
    'enveloped',
    { listJobs: { rows: '/jobs' } },
    'api.listJobs.rows',
    { set: '"/data/exports"' },
  ],
  [
    'the mark of the next page',
    'spec',
    { jobRecordings: { paging: { by: 'token', next: '/more' } } },
    'api.jobRecordings.paging',
    { seen: expect.stringContaining('/nextPage: 2') },
  ],
  [
    'the number of all rows',
    'enveloped',
    {
      jobRecordings: {
        query: { offset: { constant: 0 }, limit: { constant: 20 }, page: { value: 'page' } },
        paging: { by: 'token', first: null, next: '/next' },
      },
    },
    'api.jobRecordings.paging',
    { seen: 'the page has 20 rows, and /data/total is 45' },
  ],
  [
    'the parameters of a page',
    'enveloped',
    { jobRecordings: { query: { from: { value: 'offset' } } } },
    'api.jobRecordings',
    { seen: 'HTTP 200: offset and limit must be whole numbers' },
  ],
  [
    'the parameter of the page',
    'spec',
    { jobRecordings: { query: { seite: { value: 'page' } } } },
    'api.jobRecordings.paging',
    { seen: expect.stringContaining('the rows of the first') },
  ],
  [
    'the path of files',
    'spec',
    { recordingFile: { path: '/files/{recordingId}' } },
    'api.recordingFile.path',
    { set: expect.stringContaining('{ by: link }') },
  ],
  [
    'the header of the checksum',
    'enveloped',
    { recordingFile: { checksum: { headers: ['x-other'] } } },
    'api.recordingFile.checksum',
    { set: '{ headers: [x-sum], as: base64 }' },
  ],
  [
    'the code of a success',
    'enveloped',
    { createJob: { created: [200] } },
    'api.createJob.created',
    { seen: 'HTTP 201', set: '[200, 201]' },
  ],
  ['the body', 'enveloped', { createJob: { body: { '/group': { value: 'group' } } } }, 'api.refusals', {}],
];
