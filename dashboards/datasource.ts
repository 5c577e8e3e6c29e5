/** The InfluxDB data source every panel reads; the reader may pick another one of the same kind at the top of the board. */

/** Uid of the provisioned data source (deploy/grafana/provisioning/datasources). */
export const DATASOURCE_UID = 'gridwitness-influxdb';
export const DATASOURCE_TYPE = 'influxdb';
/** Name of the variable that holds the chosen data source. */
export const DATASOURCE_VARIABLE = 'ds';

export const DATASOURCE = { type: DATASOURCE_TYPE, uid: `\${${DATASOURCE_VARIABLE}}` } as const;
