/** The name a resource has in one environment: `{prefix}-{name}`. Bucket names are global, so prefixes must differ. */
export const physicalName = (prefix: string, name: string): string => `${prefix}-${name}`;
