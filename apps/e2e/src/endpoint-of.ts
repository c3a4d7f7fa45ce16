export type Environment = Readonly<Record<string, string | undefined>>;

/** The endpoint that the person who starts the tests names: a URL, or `aws` for AWS itself. */
export const endpointOf = (environment: Environment): string | undefined =>
  environment['E2E_ENDPOINT'] || environment['AWS_ENDPOINT_URL'] || undefined;
