/** Keys of staged objects begin with it. The lifecycle rule of the quarantine bucket deletes what stays here. */
export const STAGING_PREFIX = 'incoming/';
