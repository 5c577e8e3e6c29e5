/** Version of the parameter set: part of every evidence pack; raise it when any number of this folder changes. */
export const PARAMS_VERSION = '2026.11-1';
