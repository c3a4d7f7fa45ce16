/** What storing a fetched recording led to. */
export type StoreOutcome =
  | { readonly kind: 'stored' | 'stored before' }
  | {
      readonly kind: 'quarantined';
      readonly reason: string;
      readonly detail: string;
      /** The call is complete with another recording. */
      readonly isCallStored: boolean;
    };
