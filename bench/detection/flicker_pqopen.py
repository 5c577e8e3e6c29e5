"""One signal through pqopen-lib's flickermeter: argv = file of float64 volts, rate, seconds to settle, passes.

Prints one JSON line. Chunks of one second with their hundred half-cycle RMS values, CPU time of this process only.
PYTHONPATH names the sources of pqopen-lib and daqopen-lib.
"""
import json
import sys
import time

import numpy as np
from pqopen.powerquality import VoltageFluctuation

path, rate, settle_s, passes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
volts = np.fromfile(path, dtype=np.float64)
seconds = len(volts) // rate
half_rms = np.sqrt(np.mean(volts[: seconds * rate].reshape(seconds, 100, rate // 100) ** 2, axis=2))

cpu_s = []
for _ in range(passes):
    meter = VoltageFluctuation(rate, nominal_volt=230, nominal_freq=50)
    began = time.process_time()
    for s in range(seconds):
        meter.process(s * rate, half_rms[s], volts[s * rate : (s + 1) * rate].copy())
    pst = meter.calc_pst(settle_s * rate, seconds * rate)
    cpu_s.append(time.process_time() - began)
pinst = meter._pinst_channel.read_data_by_acq_sidx(settle_s * rate, seconds * rate)[0]
print(json.dumps({"cpuS": cpu_s, "pst": float(pst), "pinstMax": float(np.max(pinst))}))
