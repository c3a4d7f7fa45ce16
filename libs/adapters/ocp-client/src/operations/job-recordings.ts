import { OcpContractError, type OcpRecording } from '@recordings/reconciliation';
import { z } from 'zod';
import {
  id,
  optionalCount,
  optionalId,
  optionalInstant,
  optionalNumber,
  optionalSha256,
  optionalText,
} from '../answer-fields.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { readAnswer } from '../read-answer.ts';

const Recording = z
  .object({
    callId: id,
    recordingId: optionalId,
    conversationId: optionalId,
    fileName: optionalText,
    /** Seconds. */
    duration: optionalNumber,
    sizeBytes: optionalCount,
    sha256: optionalSha256,
    startedAt: optionalInstant,
    metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
  })
  .transform(
    ({ duration, ...recording }): OcpRecording => ({
      ...recording,
      recordingId: recording.recordingId ?? recording.callId,
      durationMs: duration === undefined ? undefined : Math.round(duration * 1_000),
    }),
  );

/** Strict: if an unreadable next page counted as the last one, the calls on it would count as not found. */
const NextPage = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((page) => (page === null || page === undefined || page === '' ? undefined : String(page)));

const Page = z.object({ recordings: z.array(Recording), nextPage: NextPage });
type Page = z.infer<typeof Page>;

const FIRST_PAGE = '1';

/** @throws {OcpContractError} if a page leads back to a page that was read before: the listing would never end. */
export const jobRecordings = async function* (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): AsyncGenerator<OcpRecording, void, undefined> {
  const seen = new Set<string>();
  let page: string | undefined = FIRST_PAGE;
  while (page !== undefined) {
    if (seen.has(page)) {
      throw new OcpContractError(`OCP jobRecordings: expected a new page, got page ${page} again`);
    }
    seen.add(page);
    const listed: Page = await pageOf(http, exportJobId, page, signal);
    yield* listed.recordings;
    page = listed.nextPage;
  }
};

const pageOf = (http: OcpHttp, exportJobId: string, page: string, signal: AbortSignal): Promise<Page> =>
  http.get(
    {
      operation: 'jobRecordings',
      values: { exportJobId, page },
      accepts: [200],
      read: (response) => readAnswer('jobRecordings', Page, response),
    },
    signal,
  );
