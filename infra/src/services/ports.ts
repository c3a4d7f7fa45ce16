/** Of the HTTP server of a service. */
export const PORT = 8080;

/** Of `/metrics` and `/health/*`. It is not reachable through the load balancer. */
export const MONITORING_PORT = 9090;
