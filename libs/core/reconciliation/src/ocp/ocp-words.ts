/** What OCP says of a refusal, in one line each. */
export type OcpWords = { readonly errorType?: string; readonly errorMessage?: string };

/** The error, with what OCP says of it. */
export const withOcpWords = <E extends Error>(error: E, ocpWords: OcpWords): E =>
  Object.keys(ocpWords).length === 0 ? error : Object.assign(error, { ocpWords });

/** @returns an empty object if OCP said nothing, or the error is another's. */
export const ocpWordsOf = (error: unknown): OcpWords =>
  error instanceof Error && 'ocpWords' in error ? (error.ocpWords as OcpWords) : {};
