import type { OcpHttp } from '../ocp-http.ts';

/** The address of the first page of the listing of a job. */
export const listingUrl = (http: OcpHttp, exportJobId: string): URL =>
  http.urlOf({
    operation: 'jobRecordings',
    values: { exportJobId, ...http.dialect.firstPage.request.values },
  });

/** The address of OCP's link to another page. */
export const linkedUrl = (http: OcpHttp, exportJobId: string, link: string): URL =>
  new URL(link, listingUrl(http, exportJobId));
