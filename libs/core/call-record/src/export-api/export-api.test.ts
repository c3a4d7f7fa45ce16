import { sayRegistryFaults } from '../say-registry-faults.ts';
import { DEFAULT_EXPORT_API, ExportApi, exportsCdrs } from './export-api.ts';

const faultsOf = (api: object): string => {
  const { error } = ExportApi.safeParse(api);
  return error ? sayRegistryFaults(api, error) : '';
};

describe('ExportApi', () => {
  it('has the names of the requirement documents by default', () => {
    const { createJob, jobRecordings, jobStatus, refusals } = DEFAULT_EXPORT_API;
    expect([createJob.method, createJob.path]).toEqual(['POST', '/recordings/export']);
    expect(Object.keys(createJob.body)).toEqual(['/fromDate', '/toDate', '/tenantId', '/format', '/types']);
    expect(jobStatus.status).toEqual({ at: ['/status'], as: 'string' });
    expect(jobRecordings.paging).toEqual({ by: 'token', first: '1', next: ['/nextPage'] });
    expect(refusals.meanings).toEqual({});
  });

  it('takes the place of a field alone, in a list, or with a form', () => {
    const { jobStatus } = ExportApi.parse({
      jobStatus: { status: { at: '/s', as: 'word' }, errorMessage: ['/a', '/b'], progress: '/p' },
    });
    expect(jobStatus.status).toEqual({ at: ['/s'], as: 'word' });
    expect(jobStatus.errorMessage).toEqual({ at: ['/a', '/b'], as: 'string' });
    expect(jobStatus.progress).toEqual({ at: ['/p'], as: 'percent' });
  });

  it('lets a word that is given for one status mean no other', () => {
    const { statusWords } = ExportApi.parse({ statusWords: { CREATED: ['Ready'], COMPLETED: ['all done'] } });
    expect(statusWords).toMatchObject({ ready: 'CREATED', alldone: 'COMPLETED', failed: 'FAILED' });
    expect(statusWords).not.toHaveProperty('completed');
  });

  it('asks for no types when it recovers, and for CDRs too when it sweeps', () => {
    expect(DEFAULT_EXPORT_API.createJob.types).toEqual({
      recovery: [],
      sweep: ['Audio', 'dialog_start', 'dialog_end'],
    });
    expect(exportsCdrs(DEFAULT_EXPORT_API)).toBe(true);
  });

  it.each([
    ['names no types for sweeps', { types: { sweep: [] } }],
    ['sends no types', { body: { '/of': { value: 'group' } } }],
  ])('exports no CDRs if it %s', (_, createJob) => {
    expect(exportsCdrs(ExportApi.parse({ createJob }))).toBe(false);
  });

  it.each<[object, string, string]>([
    [
      { createJob: { body: { '/of': { value: 'types', as: 'iso' } } } },
      'createJob.body["/of"].as',
      'must be one of: list, commas',
    ],
    [{ createJob: { types: { sweep: ['a,b'] } } }, 'createJob.types.sweep[0]', 'without commas'],
    [{ cdrs: { rows: '/recordings' } }, 'cdrs.kind', 'must name its place'],
    [{ dialect: 'other' }, 'dialect', 'expected'],
    [{ jobStaus: {} }, '', 'Unrecognized key: "jobStaus"'],
    [{ jobStatus: { status: 'status' } }, 'jobStatus.status', 'must be a JSON pointer, as /data/id'],
    [
      { jobStatus: { status: { at: '/s', as: 'code' } } },
      'jobStatus.status.as',
      'must be one of: string, word',
    ],
    [{ jobStatus: { status: { at: 's' } } }, 'jobStatus.status.at', 'must be a JSON pointer'],
    [{ jobStatus: { path: '/j/{jobId}' } }, 'jobStatus.path', '{jobId} is not one of: exportJobId, group'],
    [
      { createJob: { body: { '/from': { value: 'from' } } } },
      'createJob.body["/from"].value',
      'must be one of: group, fromDate, toDate, format, types',
    ],
    [
      { createJob: { body: { '/from': { value: 'fromDate', as: 'seconds' } } } },
      'createJob.body["/from"].as',
      'must be one of: iso, isoSeconds, epochMs, epochSeconds',
    ],
    [
      { createJob: { body: { '/a': { constant: 1 }, '/a/b': { constant: 2 } } } },
      'createJob.body["/a"]',
      'must be a place for one value',
    ],
    [{ recordingFile: { by: 'url' } }, 'recordingFile.by', 'must be path or link'],
    [
      { recordingFile: { by: 'link' }, jobRecordings: { link: [] } },
      'jobRecordings.link',
      'must name its place, because recordingFile.by is link',
    ],
    [{ createJob: { method: 'GET' } }, 'createJob.body', 'a GET has no body; expected method POST'],
    [{ createJob: { busy: [202] } }, 'createJob.busy', 'has a status that created has too'],
    [{ headers: { Authorization: 'x' } }, 'headers.Authorization', 'wrong name: is set by the client'],
    [
      { statusWords: { COMPLETED: ['ok'], FAILED: ['OK'] } },
      'statusWords.FAILED[0]',
      '"OK" is there for COMPLETED too',
    ],
    [{ statusWords: { COMPLETED: [] } }, 'statusWords.COMPLETED', 'no job would ever end well'],
    [{ refusals: { meanings: { X: 'full' } } }, 'refusals.meanings.X', 'must be one of: busy'],
    [{ jobRecordings: { query: {} } }, 'jobRecordings.query', 'which paging by token needs'],
    [
      { jobRecordings: { paging: { by: 'offset', limit: 10, end: { by: 'total', at: '/t' } } } },
      'jobRecordings.query',
      'has no parameter with the value offset, which paging by offset needs',
    ],
    [
      { jobRecordings: { path: '/l?p={page}', paging: { by: 'token', first: null } } },
      'jobRecordings.path',
      '{page} has no value for the first page',
    ],
    [
      { jobRecordings: { paging: { by: 'page', end: { by: 'total', at: [] } } } },
      'jobRecordings.paging.end.at',
      'must name its place in the answer',
    ],
  ])('refuses %j, and names the place and what is expected', (api, place, expected) => {
    const faults = faultsOf(api);
    expect(faults).toContain(expected);
    if (place !== '') expect(faults).toContain(`at ${place}`);
  });
});
