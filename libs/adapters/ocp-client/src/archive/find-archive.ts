import type { OcpHttp } from '../ocp-http.ts';
import { readResultLink } from '../operations/job-status.ts';
import { listingUrl } from '../operations/listing-url.ts';

/** The address of the result of a job: OCP's link to it, or that of its listing. */
export const findArchive = async (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<URL> => {
  const listing = listingUrl(http, exportJobId);
  const link = await readResultLink(http, exportJobId, signal);
  return link !== undefined && URL.canParse(link, listing.href) ? new URL(link, listing) : listing;
};

/** Whether an address is that of the listing of the job, which may have pages. */
export const isListing = (http: OcpHttp, exportJobId: string, { origin, pathname }: URL): boolean => {
  const listing = listingUrl(http, exportJobId);
  return origin === listing.origin && pathname === listing.pathname;
};
