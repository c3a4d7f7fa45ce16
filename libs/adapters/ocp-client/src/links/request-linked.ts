import { faultOf } from '@recordings/fault';
import {
  OcpCredentialsError,
  OcpExpiredError,
  OcpForbiddenHostError,
  OcpInsecureUrlError,
  OcpNotFoundError,
  type OcpPermit,
} from '@recordings/reconciliation';
import type { FilePart } from '../file/file-part.ts';
import type { OcpHttp } from '../ocp-http.ts';
import type { LinkFinder, RecordingOfJob } from './job-links.ts';

type Linked = { readonly url: URL; readonly first: FilePart };

/**
 * Requests a recording by the link that the listing of its job has. A link that is refused may have expired: the listing is
 * read again, and the new link is tried once.
 *
 * @throws {OcpNotFoundError} if the listing has no link to it.
 * @throws {OcpExpiredError} if the storage of OCP refuses the new link too.
 */
export const requestLinked = async (
  http: OcpHttp,
  links: LinkFinder,
  file: RecordingOfJob,
  request: (url: URL, held?: OcpPermit) => Promise<FilePart>,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<Linked> => {
  const known = await findOr(
    () => links.find(http, file, signal),
    () => held && http.giveBackPermit(held),
  );
  try {
    return { url: known, first: await request(known, held) };
  } catch (error) {
    if (!isAboutLink(error)) throw error;
    const url = await findOr(() => links.renew(http, file, known, signal));
    if (url.href === known.href) throw refusedLink(error);
    return { url, first: await request(url).catch((again: unknown) => Promise.reject(refusedLink(again))) };
  }
};

/** Not an outage, and not a link that we do not follow. */
const isAboutLink = (error: unknown): boolean =>
  faultOf(error) !== 'retryable' &&
  !(error instanceof OcpForbiddenHostError || error instanceof OcpInsecureUrlError);

/** A signed link is refused by 401 or 403. That says nothing about our credentials. */
const refusedLink = (error: unknown): unknown =>
  error instanceof OcpCredentialsError
    ? new OcpExpiredError('OCP recordingFile: the link of the listing is refused', { cause: error })
    : error;

const findOr = async (find: () => Promise<URL | undefined>, otherwise?: () => void): Promise<URL> => {
  try {
    const url = await find();
    if (url) return url;
    throw new OcpNotFoundError('OCP recordingFile: the listing of the job has no link to it');
  } catch (error) {
    otherwise?.();
    throw error;
  }
};
