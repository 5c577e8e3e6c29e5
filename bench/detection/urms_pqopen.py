"""The reference waveform through pqopen-lib: argv = file of float64 volts (phase after phase), rate, declared voltage.

One-cycle RMS renewed each half cycle, low and high level events per phase, in chunks of one second; CPU time of this
process from the first chunk to the last. Prints one JSON line. PYTHONPATH names pqopen-lib's and daqopen-lib's sources.
"""
import json
import logging
import sys
import time

import numpy as np
from daqopen.channelbuffer import AcqBuffer
from pqopen.eventdetector import EventController, EventDetectorLevelHigh, EventDetectorLevelLow
from pqopen.powersystem import PowerSystem

logging.disable(logging.CRITICAL)
path, rate, udin = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
phases = np.fromfile(path, dtype=np.float64).reshape(3, -1)
stamps = np.arange(phases.shape[1], dtype=np.int64) * 1_000_000 // rate

inputs = [AcqBuffer(), AcqBuffer(), AcqBuffer()]
clock = AcqBuffer(dtype=np.int64)
system = PowerSystem(zcd_channel=inputs[0], input_samplerate=rate)
for buffer in inputs:
    system.add_phase(u_channel=buffer)
controller = EventController(time_channel=clock, sample_rate=rate)

done = {}
began = time.process_time()
for first in range(0, phases.shape[1], rate):
    for buffer, volts in zip(inputs, phases):
        buffer.put_data(volts[first : first + rate])
    clock.put_data(stamps[first : first + rate])
    system.process()
    if first == 0:
        for k in range(3):
            observed = system.output_channels[f"U{k + 1}_1p_hp_rms"]
            controller.add_event_detector(EventDetectorLevelLow(0.9 * udin, 0.02 * udin, observed))
            controller.add_event_detector(EventDetectorLevelHigh(1.1 * udin, 0.02 * udin, observed))
    for event in controller.process():
        done[event.id] = event
cpu_s = time.process_time() - began

events = [
    {
        "phase": int(e.channel[1]) - 1,
        "startS": e.start_ts,
        "durationS": e.stop_ts - e.start_ts,
        "pct": 100 * e.extrem_value / udin,
    }
    for e in done.values()
    if e.stop_ts is not None
]
print(json.dumps({"cpuS": [cpu_s], "events": events}))
