/** What signs our requests to OCP. */
export type Credential = {
  /** The headers of the next request. It may ask for a token first. */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** OCP refused these headers. @returns whether others can be had, so that the request is worth another try. */
  refuse(headers: Readonly<Record<string, string>>): boolean;
  /** What must never be in a message. */
  secrets(): readonly string[];
};

/** Requests that nothing signs. */
export const NO_CREDENTIAL: Credential = {
  headers: async () => ({}),
  refuse: () => false,
  secrets: () => [],
};
