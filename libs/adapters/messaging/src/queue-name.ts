/** Reads the name at the end of a queue's URL. */
export const queueNameOf = (queueUrl: string): string => queueUrl.split('/').at(-1) ?? queueUrl;
