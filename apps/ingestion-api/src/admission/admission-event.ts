/** What the admission of requests reports. */
export type AdmissionEvent =
  | {
      readonly type: 'request_not_admitted';
      readonly reason: 'memory' | 'event loop late' | 'too many uploads' | 'too many event requests';
      readonly credential: string | undefined;
    }
  /** The first refused key of an address above the limit, in its minute. */
  | { readonly type: 'failed_keys_limited' }
  /** There were too many connections. */
  | { readonly type: 'connection_closed' };
