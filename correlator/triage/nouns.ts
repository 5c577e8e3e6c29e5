/** Nouns that several patterns share, as pieces of regular expressions over normalised text. */

export const LAMP = '(?:灯泡|灯管|电灯|日光灯|节能灯|灯光|灯|光管|灯胆|照明|\\bled)';
export const LAMP_EN = '(?:lamps?|lights?|bulbs?|lighting|leds?|tubes?|chandelier)';
/** Things in a house that can break, the utility's own equipment excluded. */
export const APPLIANCE =
  '(?:电器|家电|电视机?|冰箱|雪柜|冰柜|空调|冷气机?|电脑|主机|显示器|路由器?|光猫|机顶盒|洗衣机|热水器|热水炉|电饭煲|电饭锅|微波炉|焗炉|' +
  '电磁炉|烤箱|风扇|电扇|抽油烟机|油烟机|净水器|饮水机|充电器|充电桩|手机|音响|功放|灯泡|灯管|灯胆|光管|灯具|灯|水泵|电机|马达|压缩机|' +
  '监控|摄像头|门禁|变频器|机器|机床|设备|电路板|主板|电源板|打印机|电梯|鱼缸|加热棒|洗碗机|壁挂炉|电热毯|电视盒|' +
  '数控|伺服|收银机|投影仪|电子秤|电动车|浴霸|取暖器|烤火炉|烤火器|电暖器|电磁灶|电炉|马桶盖|制氧机)';
export const APPLIANCE_EN =
  '(?:appliances?|showers?|tvs?|televisions?|tellys?|fridges?|refrigerators?|freezers?|air ?con(?:ditioner|ditioning|s)?s?|a\\/?c(?: unit)?|computers?|pcs?|laptops?|' +
  'routers?|modems?|set.top box(?:es)?|washing machines?|washers?|dryers?|dishwashers?|water heaters?|heaters?|boilers?|rice cookers?|' +
  'microwaves?|ovens?|cookers?|hobs?|kettles?|fans?|pumps?|motors?|compressors?|chargers?|printers?|monitors?|stereos?|amplifiers?|speakers?|' +
  'cameras?|equipment|machines?|electronics|devices?|inverters?|drives?|plcs?|controllers?|power suppl(?:y|ies)|adapters?|bulbs?|lamps?|' +
  'heat pumps?|ups|xbox|playstation|consoles?|aquarium|boards?|circuit boards?|cnc)';
export const MOTOR =
  '(?:电动机|空压机|增氧机|电机|马达|水泵|抽水机|泵|压缩机|风机|电梯|机床|车床|卷帘门|搅拌机|碾米机|粉碎机)';
export const MOTOR_EN =
  '(?:motors?|pumps?|compressors?|fans?|blowers?|lifts?|elevators?|escalators?|lathes?|conveyors?|mixers?|saws?)';
/** The utility's own things. */
export const GRID_THING =
  '(?:电线杆|电杆|电灯柱|灯柱|电塔|铁塔|电线|线路|电缆|高压线|低压线|电力线|裸线|导线|变压器|配电箱|配电柜|配电房|电箱|表箱|电表箱?|开关柜|环网柜|分支箱|接线盒|入户线|进户线|刀闸|杆)';
export const GRID_THING_EN =
  '(?:wires?|lines?|cables?|power ?lines?|overhead lines?|conductors?|poles?|pylons?|transformers?|meter box(?:es)?|meters?|switch ?boxes|fuse ?box(?:es)?|substations?|cabinets?|distribution box(?:es)?)';
