package font

// glyphNames are the names of the Adobe Glyph List (BSD 3-clause, Adobe) that
// Latin text, mathematics and forms use: name, then code point in hexadecimal.
// Letters stand for themselves and are not listed.
const glyphNames = `
space 20 spacehackarabic 20 exclam 21 quotedbl 22 numbersign 23 dollar 24 percent 25 ampersand 26
quotesingle 27 parenleft 28 parenright 29 asterisk 2A plus 2B comma 2C hyphen 2D period 2E slash 2F
zero 30 one 31 two 32 three 33 four 34 five 35 six 36 seven 37 eight 38 nine 39 colon 3A
semicolon 3B less 3C equal 3D greater 3E question 3F at 40 bracketleft 5B backslash 5C
bracketright 5D asciicircum 5E underscore 5F grave 60 braceleft 7B bar 7C verticalbar 7C
braceright 7D asciitilde 7E nbspace A0 nonbreakingspace A0 exclamdown A1 cent A2 sterling A3
currency A4 yen A5 brokenbar A6 section A7 dieresis A8 copyright A9 ordfeminine AA guillemotleft AB
logicalnot AC sfthyphen AD softhyphen AD registered AE macron AF overscore AF degree B0
plusminus B1 twosuperior B2 threesuperior B3 acute B4 mu B5 mu1 B5 paragraph B6 middot B7
periodcentered B7 cedilla B8 onesuperior B9 ordmasculine BA guillemotright BB onequarter BC
onehalf BD threequarters BE questiondown BF Agrave C0 Aacute C1 Acircumflex C2 Atilde C3
Adieresis C4 Aring C5 AE C6 Ccedilla C7 Egrave C8 Eacute C9 Ecircumflex CA Edieresis CB Igrave CC
Iacute CD Icircumflex CE Idieresis CF Eth D0 Ntilde D1 Ograve D2 Oacute D3 Ocircumflex D4 Otilde D5
Odieresis D6 multiply D7 Oslash D8 Ugrave D9 Uacute DA Ucircumflex DB Udieresis DC Yacute DD
Thorn DE germandbls DF agrave E0 aacute E1 acircumflex E2 atilde E3 adieresis E4 aring E5 ae E6
ccedilla E7 egrave E8 eacute E9 ecircumflex EA edieresis EB igrave EC iacute ED icircumflex EE
idieresis EF eth F0 ntilde F1 ograve F2 oacute F3 ocircumflex F4 otilde F5 odieresis F6 divide F7
oslash F8 ugrave F9 uacute FA ucircumflex FB udieresis FC yacute FD thorn FE ydieresis FF
Amacron 100 amacron 101 Abreve 102 abreve 103 Aogonek 104 aogonek 105 Cacute 106 cacute 107
Ccircumflex 108 ccircumflex 109 Cdot 10A Cdotaccent 10A cdot 10B cdotaccent 10B Ccaron 10C
ccaron 10D Dcaron 10E dcaron 10F Dcroat 110 Dslash 110 dcroat 111 dmacron 111 Emacron 112
emacron 113 Ebreve 114 ebreve 115 Edot 116 Edotaccent 116 edot 117 edotaccent 117 Eogonek 118
eogonek 119 Ecaron 11A ecaron 11B Gcircumflex 11C gcircumflex 11D Gbreve 11E gbreve 11F Gdot 120
Gdotaccent 120 gdot 121 gdotaccent 121 Gcedilla 122 Gcommaaccent 122 gcedilla 123 gcommaaccent 123
Hcircumflex 124 hcircumflex 125 Hbar 126 hbar 127 Itilde 128 itilde 129 Imacron 12A imacron 12B
Ibreve 12C ibreve 12D Iogonek 12E iogonek 12F Idot 130 Idotaccent 130 dotlessi 131 IJ 132 ij 133
Jcircumflex 134 jcircumflex 135 Kcedilla 136 Kcommaaccent 136 kcedilla 137 kcommaaccent 137
kgreenlandic 138 Lacute 139 lacute 13A Lcedilla 13B Lcommaaccent 13B lcedilla 13C lcommaaccent 13C
Lcaron 13D lcaron 13E Ldot 13F Ldotaccent 13F ldot 140 ldotaccent 140 Lslash 141 lslash 142
Nacute 143 nacute 144 Ncedilla 145 Ncommaaccent 145 ncedilla 146 ncommaaccent 146 Ncaron 147
ncaron 148 napostrophe 149 quoterightn 149 Eng 14A eng 14B Omacron 14C omacron 14D Obreve 14E
obreve 14F Odblacute 150 Ohungarumlaut 150 odblacute 151 ohungarumlaut 151 OE 152 oe 153 Racute 154
racute 155 Rcedilla 156 Rcommaaccent 156 rcedilla 157 rcommaaccent 157 Rcaron 158 rcaron 159
Sacute 15A sacute 15B Scircumflex 15C scircumflex 15D Scedilla 15E scedilla 15F Scaron 160
scaron 161 Tcedilla 162 Tcommaaccent 162 tcedilla 163 tcommaaccent 163 Tcaron 164 tcaron 165
Tbar 166 tbar 167 Utilde 168 utilde 169 Umacron 16A umacron 16B Ubreve 16C ubreve 16D Uring 16E
uring 16F Udblacute 170 Uhungarumlaut 170 udblacute 171 uhungarumlaut 171 Uogonek 172 uogonek 173
Wcircumflex 174 wcircumflex 175 Ycircumflex 176 ycircumflex 177 Ydieresis 178 Zacute 179 zacute 17A
Zdot 17B Zdotaccent 17B zdot 17C zdotaccent 17C Zcaron 17D zcaron 17E longs 17F slong 17F
florin 192 circumflex 2C6 caron 2C7 verticallinemod 2C8 firsttonechinese 2C9 secondtonechinese 2CA
fourthtonechinese 2CB verticallinelowmod 2CC macronlowmod 2CD gravelowmod 2CE acutelowmod 2CF
colontriangularmod 2D0 colontriangularhalfmod 2D1 ringhalfrightcentered 2D2
ringhalfleftcentered 2D3 uptackmod 2D4 downtackmod 2D5 plusmod 2D6 minusmod 2D7 breve 2D8
dotaccent 2D9 ring 2DA ogonek 2DB ilde 2DC tilde 2DC hungarumlaut 2DD Alpha 391 Beta 392 Gamma 393
Deltagreek 394 Epsilon 395 Zeta 396 Eta 397 Theta 398 Iota 399 Kappa 39A Lambda 39B Mu 39C Nu 39D
Xi 39E Omicron 39F Pi 3A0 Rho 3A1 Sigma 3A3 Tau 3A4 Upsilon 3A5 Phi 3A6 Chi 3A7 Psi 3A8
Omegagreek 3A9 Iotadieresis 3AA Upsilondieresis 3AB alphatonos 3AC epsilontonos 3AD etatonos 3AE
iotatonos 3AF upsilondieresistonos 3B0 alpha 3B1 beta 3B2 gamma 3B3 delta 3B4 epsilon 3B5 zeta 3B6
eta 3B7 theta 3B8 iota 3B9 kappa 3BA lambda 3BB mugreek 3BC nu 3BD xi 3BE omicron 3BF pi 3C0
rho 3C1 sigma1 3C2 sigmafinal 3C2 sigma 3C3 tau 3C4 upsilon 3C5 phi 3C6 chi 3C7 psi 3C8 omega 3C9
iotadieresis 3CA upsilondieresis 3CB omicrontonos 3CC upsilontonos 3CD omegatonos 3CE
betasymbolgreek 3D0 theta1 3D1 thetasymbolgreek 3D1 Upsilon1 3D2 Upsilonhooksymbol 3D2
Upsilonacutehooksymbolgreek 3D3 Upsilondieresishooksymbolgreek 3D4 phi1 3D5 phisymbolgreek 3D5
omega1 3D6 pisymbolgreek 3D6 hyphentwo 2010 figuredash 2012 endash 2013 emdash 2014 afii00208 2015
horizontalbar 2015 dblverticalbar 2016 dbllowline 2017 underscoredbl 2017 quoteleft 2018
quoteright 2019 quotesinglbase 201A quoteleftreversed 201B quotereversed 201B quotedblleft 201C
quotedblright 201D quotedblbase 201E dagger 2020 daggerdbl 2021 bullet 2022 onedotenleader 2024
twodotenleader 2025 twodotleader 2025 ellipsis 2026 afii61573 202C afii61574 202D afii61575 202E
perthousand 2030 minute 2032 second 2033 primereversed 2035 guilsinglleft 2039 guilsinglright 203A
referencemark 203B exclamdbl 203C overline 203E asterism 2042 fraction 2044 zerosuperior 2070
foursuperior 2074 fivesuperior 2075 sixsuperior 2076 sevensuperior 2077 eightsuperior 2078
ninesuperior 2079 plussuperior 207A equalsuperior 207C parenleftsuperior 207D
parenrightsuperior 207E nsuperior 207F zeroinferior 2080 oneinferior 2081 twoinferior 2082
threeinferior 2083 fourinferior 2084 fiveinferior 2085 sixinferior 2086 seveninferior 2087
eightinferior 2088 nineinferior 2089 parenleftinferior 208D parenrightinferior 208E Euro 20AC
centigrade 2103 afii61248 2105 careof 2105 fahrenheit 2109 Ifraktur 2111 afii61289 2113
lsquare 2113 afii61352 2116 numero 2116 weierstrass 2118 Rfraktur 211C prescription 211E
telephone 2121 trademark 2122 Ohm 2126 Omega 2126 angstrom 212B estimated 212E aleph 2135
onethird 2153 twothirds 2154 oneeighth 215B threeeighths 215C fiveeighths 215D seveneighths 215E
Oneroman 2160 Tworoman 2161 Threeroman 2162 Fourroman 2163 Fiveroman 2164 Sixroman 2165
Sevenroman 2166 Eightroman 2167 Nineroman 2168 Tenroman 2169 Elevenroman 216A Twelveroman 216B
oneroman 2170 tworoman 2171 threeroman 2172 fourroman 2173 fiveroman 2174 sixroman 2175
sevenroman 2176 eightroman 2177 nineroman 2178 tenroman 2179 elevenroman 217A twelveroman 217B
arrowleft 2190 arrowup 2191 arrowright 2192 arrowdown 2193 arrowboth 2194 arrowupdn 2195
arrowupleft 2196 arrowupright 2197 arrowdownright 2198 arrowdownleft 2199 arrowupdnbse 21A8
arrowupdownbase 21A8 carriagereturn 21B5 harpoonleftbarbup 21BC harpoonrightbarbup 21C0
arrowrightoverleft 21C4 arrowupleftofdown 21C5 arrowleftoverright 21C6 arrowleftdblstroke 21CD
arrowrightdblstroke 21CF arrowdblleft 21D0 arrowleftdbl 21D0 arrowdblup 21D1 arrowdblright 21D2
dblarrowright 21D2 arrowdbldown 21D3 arrowdblboth 21D4 dblarrowleft 21D4 pageup 21DE pagedown 21DF
arrowdashleft 21E0 arrowdashup 21E1 arrowdashright 21E2 arrowdashdown 21E3 arrowtableft 21E4
arrowtabright 21E5 arrowleftwhite 21E6 arrowupwhite 21E7 arrowrightwhite 21E8 arrowdownwhite 21E9
capslock 21EA forall 2200 universal 2200 partialdiff 2202 existential 2203 thereexists 2203
emptyset 2205 Delta 2206 increment 2206 gradient 2207 nabla 2207 element 2208 notelement 2209
notelementof 2209 suchthat 220B notcontains 220C product 220F summation 2211 minus 2212
minusplus 2213 divisionslash 2215 asteriskmath 2217 bulletoperator 2219 radical 221A
proportional 221D infinity 221E orthogonal 221F rightangle 221F angle 2220 divides 2223
parallel 2225 notparallel 2226 logicaland 2227 logicalor 2228 intersection 2229 union 222A
integral 222B dblintegral 222C contourintegral 222E therefore 2234 because 2235 ratio 2236
proportion 2237 similar 223C tildeoperator 223C reversedtilde 223D asymptoticallyequal 2243
approximatelyequal 2245 congruent 2245 approxequal 2248 allequal 224C approaches 2250
geometricallyequal 2251 approxequalorimage 2252 imageorapproximatelyequal 2253 notequal 2260
equivalence 2261 notidentical 2262 lessequal 2264 greaterequal 2265 lessoverequal 2266
greateroverequal 2267 muchless 226A muchgreater 226B notless 226E notgreater 226F
notlessnorequal 2270 notgreaternorequal 2271 lessorequivalent 2272 greaterorequivalent 2273
lessorgreater 2276 greaterorless 2277 notgreaternorless 2279 precedes 227A succeeds 227B
notprecedes 2280 notsucceeds 2281 propersubset 2282 subset 2282 propersuperset 2283 superset 2283
notsubset 2284 notsuperset 2285 reflexsubset 2286 subsetorequal 2286 reflexsuperset 2287
supersetorequal 2287 subsetnotequal 228A supersetnotequal 228B circleplus 2295 pluscircle 2295
minuscircle 2296 circlemultiply 2297 timescircle 2297 circleot 2299 tackleft 22A3 tackdown 22A4
perpendicular 22A5 righttriangle 22BF dotmath 22C5 curlyor 22CE curlyand 22CF
lessequalorgreater 22DA greaterequalorless 22DB ellipsisvertical 22EE onecircle 2460 twocircle 2461
threecircle 2462 fourcircle 2463 fivecircle 2464 sixcircle 2465 sevencircle 2466 eightcircle 2467
ninecircle 2468 tencircle 2469 elevencircle 246A twelvecircle 246B thirteencircle 246C
fourteencircle 246D fifteencircle 246E sixteencircle 246F seventeencircle 2470 eighteencircle 2471
nineteencircle 2472 twentycircle 2473 SF100000 2500 SF110000 2502 SF010000 250C SF030000 2510
SF020000 2514 SF040000 2518 SF080000 251C SF090000 2524 SF060000 252C SF070000 2534 SF050000 253C
SF430000 2550 SF240000 2551 SF510000 2552 SF520000 2553 SF390000 2554 SF220000 2555 SF210000 2556
SF250000 2557 SF500000 2558 SF490000 2559 SF380000 255A SF280000 255B SF270000 255C SF260000 255D
SF360000 255E SF370000 255F SF420000 2560 SF190000 2561 SF200000 2562 SF230000 2563 SF470000 2564
SF480000 2565 SF410000 2566 SF450000 2567 SF460000 2568 SF400000 2569 SF540000 256A SF530000 256B
SF440000 256C upblock 2580 dnblock 2584 block 2588 lfblock 258C rtblock 2590 ltshade 2591
shadelight 2591 shade 2592 shademedium 2592 dkshade 2593 shadedark 2593 blacksquare 25A0
filledbox 25A0 H22073 25A1 whitesquare 25A1 squarewhitewithsmallblack 25A3
squarehorizontalfill 25A4 squareverticalfill 25A5 squareorthogonalcrosshatchfill 25A6
squareupperlefttolowerrightfill 25A7 squareupperrighttolowerleftfill 25A8
squarediagonalcrosshatchfill 25A9 H18543 25AA blacksmallsquare 25AA H18551 25AB
whitesmallsquare 25AB blackrectangle 25AC filledrect 25AC blackuppointingtriangle 25B2 triagup 25B2
whiteuppointingtriangle 25B3 blackuppointingsmalltriangle 25B4 whiteuppointingsmalltriangle 25B5
blackrightpointingtriangle 25B6 whiterightpointingtriangle 25B7
whiterightpointingsmalltriangle 25B9 blackrightpointingpointer 25BA triagrt 25BA
blackdownpointingtriangle 25BC triagdn 25BC whitedownpointingtriangle 25BD
whitedownpointingsmalltriangle 25BF blackleftpointingtriangle 25C0 whiteleftpointingtriangle 25C1
whiteleftpointingsmalltriangle 25C3 blackleftpointingpointer 25C4 triaglf 25C4 blackdiamond 25C6
whitediamond 25C7 whitediamondcontainingblacksmalldiamond 25C8 fisheye 25C9 lozenge 25CA
circle 25CB whitecircle 25CB dottedcircle 25CC bullseye 25CE H18533 25CF blackcircle 25CF
circlewithlefthalfblack 25D0 circlewithrighthalfblack 25D1 bulletinverse 25D8 invbullet 25D8
invcircle 25D9 whitecircleinverse 25D9 blacklowerrighttriangle 25E2 blacklowerlefttriangle 25E3
blackupperlefttriangle 25E4 blackupperrighttriangle 25E5 openbullet 25E6 whitebullet 25E6
largecircle 25EF blackstar 2605 whitestar 2606 telephoneblack 260E whitetelephone 260F
pointingindexleftwhite 261C pointingindexupwhite 261D pointingindexrightwhite 261E
pointingindexdownwhite 261F yinyang 262F smileface 263A whitesmilingface 263A blacksmilingface 263B
invsmileface 263B compass 263C sun 263C female 2640 venus 2640 earth 2641 male 2642 mars 2642
spade 2660 spadesuitblack 2660 heartsuitwhite 2661 diamondsuitwhite 2662 club 2663
clubsuitblack 2663 spadesuitwhite 2664 heart 2665 heartsuitblack 2665 diamond 2666
clubsuitwhite 2667 hotsprings 2668 quarternote 2669 musicalnote 266A eighthnotebeamed 266B
musicalnotedbl 266B beamedsixteenthnotes 266C musicflatsign 266D musicsharpsign 266F checkmark 2713
ideographicspace 3000 ideographiccomma 3001 ideographicperiod 3002 dittomark 3003 jis 3004
ideographiciterationmark 3005 ideographicclose 3006 ideographiczero 3007 anglebracketleft 3008
anglebracketright 3009 dblanglebracketleft 300A dblanglebracketright 300B cornerbracketleft 300C
cornerbracketright 300D whitecornerbracketleft 300E whitecornerbracketright 300F
blacklenticularbracketleft 3010 blacklenticularbracketright 3011 postalmark 3012 getamark 3013
tortoiseshellbracketleft 3014 tortoiseshellbracketright 3015 whitelenticularbracketleft 3016
whitelenticularbracketright 3017 whitetortoiseshellbracketleft 3018
whitetortoiseshellbracketright 3019 wavedash 301C quotedblprimereversed 301D quotedblprime 301E
ff FB00 fi FB01 fl FB02 ffi FB03 ffl FB04
`
