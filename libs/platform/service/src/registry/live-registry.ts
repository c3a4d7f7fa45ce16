import type { Registry } from '@recordings/call-record';

/** The registry as it changes while the service runs. */
export type LiveRegistry = {
  /** The version in use. It never changes itself: take it once for each request, message or run. */
  readonly current: () => Registry;
  /**
   * Makes what depends on the registry, once for each version.
   *
   * @returns the function that gives what was made of the version in use. Call it once for each request, message or run,
   * so that one of them sees one version.
   */
  readonly derive: <T>(make: (registry: Registry) => T) => () => T;
  /** Answers each question by the version in use: two questions may be answered by two versions. */
  readonly view: Registry;
};

/** @param current gives the version in use. */
export const makeLiveRegistry = (current: () => Registry): LiveRegistry => ({
  current,
  derive: (make) => {
    let made: { readonly of: Registry; readonly value: ReturnType<typeof make> } | undefined;
    return () => {
      const registry = current();
      if (made?.of !== registry) made = { of: registry, value: make(registry) };
      return made.value;
    };
  },
  view: {
    get tenants() {
      return current().tenants;
    },
    get linesOfBusiness() {
      return current().linesOfBusiness;
    },
    get groups() {
      return current().groups;
    },
    get exportProfiles() {
      return current().exportProfiles;
    },
    get pii() {
      return current().pii;
    },
    findGroup: (name, tenantId) => current().findGroup(name, tenantId),
  },
});
