/** Where an environment runs: what mends it depends on it. */
export type Place = {
  readonly isLocal: boolean;
  /** RESOURCE_PREFIX. */
  readonly prefix: string;
};

/** How tables, queues, topics and buckets are made that are missing. */
export const sayHowToMake = ({ isLocal, prefix }: Place): string =>
  isLocal
    ? 'make it: start `npm start` again, or `docker compose run --rm provision`; or set RESOURCE_PREFIX to the right stage'
    : `deploy ${prefix}-data (docs/deployment.md), or set RESOURCE_PREFIX and AWS_REGION to the right stage`;
