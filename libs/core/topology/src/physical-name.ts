/** A resource's name in one environment: `{prefix}-{name}`. Bucket names are global at AWS, so prefixes must differ. */
export const physicalName = (prefix: string, name: string): string => `${prefix}-${name}`;
