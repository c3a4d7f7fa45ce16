import { z } from 'zod';
import { field, placesAt } from './field.ts';
import { metadata } from './metadata.ts';
import { operationShape, refuseBodyOfGet } from './operation.ts';
import { Paging } from './paging.ts';
import type { SentValue } from './sent-value.ts';

type PagedRequest = {
  readonly path: string;
  readonly query: Readonly<Record<string, SentValue>>;
  readonly body: Readonly<Record<string, SentValue>>;
  readonly paging: Paging;
};

/** A listing whose requests do not name the page would be its first page again and again. */
const checkPageParameters = ({ path, query, body, paging }: PagedRequest, context: z.RefinementCtx): void => {
  const sent = [...Object.values(query), ...Object.values(body)].flatMap((given) =>
    'value' in given ? [given.value] : [],
  );
  const isSent = (name: string): boolean => sent.includes(name) || path.includes(`{${name}}`);
  const parameter = paging.by === 'link' ? undefined : paging.by === 'offset' ? 'offset' : 'page';
  const report = (message: string, at: string): void =>
    context.addIssue({ code: 'custom', path: [at], message });
  if (parameter !== undefined && !isSent(parameter))
    report(`has no parameter with the value ${parameter}, which paging by ${paging.by} needs`, 'query');
  for (const name of ['page', 'offset', 'limit'])
    if (path.includes(`{${name}}`) && !isAlwaysKnown(name, paging))
      report(`{${name}} has no value for the first page, or none with paging by ${paging.by}`, 'path');
};

const isAlwaysKnown = (name: string, paging: Paging): boolean =>
  name === 'page'
    ? paging.by === 'page' || (paging.by === 'token' && paging.first !== null)
    : paging.by === 'offset';

/** A call that a listing names beside its recordings: alone by its id or file name, or in an object. */
const named = z
  .strictObject({
    callId: field('id', '/callId'),
    fileName: field('text', '/fileName'),
    message: field('text', '/message', '/error'),
  })
  .prefault({});

/** The request for the listing of a finished job, and the fields of its answer and rows. */
export const JobRecordings = z
  .strictObject({
    ...operationShape({
      names: ['exportJobId', 'group', 'page', 'offset', 'limit'],
      method: 'GET',
      path: '/recordings/export/{exportJobId}/recordings',
      query: { page: { value: 'page', as: 'string' } },
    }),
    paging: Paging.prefault({ by: 'token' }),
    rows: placesAt('/recordings'),
    notFound: placesAt('/notFound'),
    errors: placesAt('/errors'),
    named,
    callId: field('id', '/callId'),
    recordingId: field('id', '/recordingId'),
    conversationId: field('id', '/conversationId'),
    fileName: field('text', '/fileName'),
    /** Where the file is. Its end may be the file name. */
    link: field('text', '/audioUrl'),
    duration: field('duration', '/duration'),
    sizeBytes: field('number', '/sizeBytes'),
    sha256: field('checksum', '/sha256'),
    startedAt: field('instant', '/startedAt'),
    metadata,
  })
  .superRefine(refuseBodyOfGet)
  .superRefine(checkPageParameters);
