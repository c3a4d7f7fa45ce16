import { z } from 'zod';
import { Cdrs, ExportTypes } from './cdrs.ts';
import { CONVERTERS, field, placesAt } from './field.ts';
import { JobRecordings } from './job-recordings.ts';
import { metadata } from './metadata.ts';
import { operationShape, refuseBodyOfGet } from './operation.ts';
import { Refusals } from './refusals.ts';
import { RequestHeaders } from './request-headers.ts';
import { StatusWords } from './status-words.ts';

/** The modules that speak to an OCP. `data` does what this schema says. */
export const DIALECTS = ['data'] as const;

const httpStatuses = (...statuses: readonly number[]) =>
  z.array(z.int().min(200).max(499)).min(1).readonly().default(statuses);

const CreateJob = z
  .strictObject({
    ...operationShape({
      names: ['group', 'fromDate', 'toDate', 'format', 'types'],
      method: 'POST',
      path: '/recordings/export',
      body: {
        '/fromDate': { value: 'fromDate', as: 'iso' },
        '/toDate': { value: 'toDate', as: 'iso' },
        '/tenantId': { value: 'group', as: 'string' },
        '/format': { value: 'format', as: 'string' },
        '/types': { value: 'types', as: 'list' },
      },
    }),
    types: ExportTypes,
    created: httpStatuses(200, 201, 202),
    /** Another job uses the group's export slot. */
    busy: httpStatuses(409),
    exportJobId: field('id', '/exportJobId'),
    readyAt: field('instant', '/estimatedCompletionTime'),
    /** Of the job that uses the slot, if OCP names it. */
    runningJobId: field('id', '/runningJobId', '/exportJobId'),
  })
  .superRefine(refuseBodyOfGet)
  .refine(({ created, busy }) => !busy.some((status) => created.includes(status)), {
    path: ['busy'],
    error: 'has a status that created has too',
  });

const ListJobs = z
  .strictObject({
    ...operationShape({
      names: ['group'],
      method: 'GET',
      path: '/recordings/export',
      query: { tenantId: { value: 'group', as: 'string' } },
    }),
    rows: placesAt('/jobs'),
    exportJobId: field('id', '/exportJobId'),
    status: field('word', '/status'),
    fromDate: field('instant', '/fromDate'),
    toDate: field('instant', '/toDate'),
    createdAt: field('instant', '/createdAt'),
  })
  .superRefine(refuseBodyOfGet);

const JobStatus = z
  .strictObject({
    ...operationShape({
      names: ['exportJobId', 'group'],
      method: 'GET',
      path: '/recordings/export/{exportJobId}',
    }),
    status: field('word', '/status'),
    errorMessage: field('text', '/errorMessage'),
    progress: field('percent', '/progress'),
    remaining: field('duration', '/estimatedSecondsRemaining'),
    /** A link to the listing or the archive of a finished job. */
    resultLink: field('text', '/downloadUrl'),
    /** Bytes of that result. */
    fileSize: field('number', '/fileSize'),
    completedAt: field('instant', '/completedAt'),
    metadata,
  })
  .superRefine(refuseBodyOfGet);

const RecordingFile = z.strictObject({
  ...operationShape({
    names: ['exportJobId', 'recordingId', 'group'],
    method: 'GET',
    path: '/recordings/export/{exportJobId}/files/{recordingId}',
  }),
  method: z.literal('GET').default('GET'),
  body: z.strictObject({}).default({}),
  /** `link`: a recording is downloaded from `jobRecordings.link`, not from `path`. */
  by: z.enum(['path', 'link'], { error: 'must be path or link' }).default('path'),
  /** Headers of a download that may have the checksum of the file. */
  checksum: z
    .strictObject({
      headers: z.array(z.string().toLowerCase().min(1)).readonly().default(['x-checksum-sha256']),
      as: z.enum(CONVERTERS.checksum).default('hex'),
    })
    .prefault({}),
});

/** A file that has CDRs: a JSON object, a list of them, or one on each line. */
const CdrFile = z.strictObject({
  ...operationShape({
    names: ['exportJobId', 'fileId', 'group'],
    method: 'GET',
    path: '/recordings/export/{exportJobId}/files/{fileId}',
  }),
  method: z.literal('GET').default('GET'),
  body: z.strictObject({}).default({}),
  /** `link`: the file is read from `cdrs.link`, not from `path`. */
  by: z.enum(['path', 'link'], { error: 'must be path or link' }).default('path'),
  /** Where a JSON file has its CDRs: an object or a list. "" is the whole file. */
  rows: placesAt(''),
});

/**
 * The paths, names and words of an OCP's export API. The vendor's are not public. The defaults are those of the requirement
 * documents; docs/ocp.md has an example of others.
 */
export const ExportApi = z
  .strictObject({
    dialect: z.enum(DIALECTS).default('data'),
    headers: RequestHeaders,
    statusWords: StatusWords.prefault({}),
    refusals: Refusals.prefault({}),
    createJob: CreateJob.prefault({}),
    listJobs: ListJobs.prefault({}),
    jobStatus: JobStatus.prefault({}),
    jobRecordings: JobRecordings.prefault({}),
    recordingFile: RecordingFile.prefault({}),
    cdrs: Cdrs.prefault({}),
    cdrFile: CdrFile.prefault({}),
  })
  .refine(
    ({ recordingFile, jobRecordings }) => recordingFile.by === 'path' || jobRecordings.link.at.length > 0,
    {
      path: ['jobRecordings', 'link'],
      error: 'must name its place, because recordingFile.by is link',
    },
  )
  .refine(
    ({ cdrs: { rows, kind }, jobRecordings }) =>
      kind.at.length > 0 || !rows.some((place) => jobRecordings.rows.includes(place)),
    { path: ['cdrs', 'kind'], error: 'must name its place, because CDRs are in the list of the recordings' },
  );
export type ExportApi = z.infer<typeof ExportApi>;

/** Whether a job can be asked for CDRs too. If not, only the recordings of a range name its calls. */
export const exportsCdrs = ({ createJob: { types, query, body } }: Pick<ExportApi, 'createJob'>): boolean =>
  types.sweep.length > 0 &&
  [...Object.values(query), ...Object.values(body)].some((sent) => 'value' in sent && sent.value === 'types');

/** The export API of the requirement documents. */
export const DEFAULT_EXPORT_API: ExportApi = ExportApi.parse({});
